package io.laserstreams.trainer.continuous;

import static io.laserstreams.trainer.continuous.Samples.candidate;
import static io.laserstreams.trainer.continuous.Samples.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.testsupport.InMemorySchemas;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged records of the topics that the trainer reads: each is accepted or a dead letter. */
@Tag("fuzz")
class RecordFuzzTest {
  private static final long UPDATED = 1_767_225_600_000L;

  private final FeatureSpec spec =
      Samples.spec(2, new Encoder("small", 2), new Encoder("small", 2));
  private final ItemCatalogue catalogue = new ItemCatalogue(spec, 1_000);
  private final CatalogueFollower follower =
      new CatalogueFollower(
          catalogue, "items", new RecordRules(EventTimeBounds.DEFAULT), InstantSource.system());

  @Test
  void shouldAcceptOrRefuseSamples() {
    SampleReader reader = new SampleReader(spec, 10);
    TrainingSample sample =
        sample(
            "imp",
            40,
            List.of(new SampleEvent("x", 5f, 10L), new SampleEvent("y", null, 20L)),
            List.of(new KnowledgeVector("small", List.of(.6f, .8f))),
            List.of(candidate("a", 1, 0, 0.5, 7L), candidate("b", 0, 1, 0.01, null)));
    acceptsOrRefuses(
        TrainingSample.class,
        sample,
        read -> {
          LabelledSlate slate = reader.read(read);
          reader.complete(slate);
        });
  }

  @Test
  void shouldAcceptOrRefuseItems() {
    Item item =
        new Item("a", "A title", "A text", List.of("Drama"), Map.of("year", "1999"), UPDATED);
    acceptsOrRefuses(Item.class, item, read -> follower.take(record("items", "a", read)));
  }

  @Test
  void shouldAcceptOrRefuseKnowledge() {
    acceptsOrRefuses(
        Knowledge.class,
        knowledge("a", SubjectKind.ITEM),
        read -> follower.take(record("knowledge", "a", read)));
  }

  @Test
  void shouldRefuseWhatScoringRefuses() {
    assertRefused(
        "wrong-key", record("items", "b", new Item("a", "", "", List.of(), Map.of(), UPDATED)));
    assertRefused("wrong-key", record("knowledge", "b", knowledge("a", SubjectKind.ITEM)));
    assertRefused("wrong-subject", record("knowledge", "a", knowledge("a", SubjectKind.USER)));
    String longest = "x".repeat(512);
    follower.take(
        record("items", longest, new Item(longest, "", "", List.of("Drama"), Map.of(), UPDATED)));
    assertRefused(
        "bad-id",
        record(
            "items",
            longest + "x",
            new Item(longest + "x", "", "", List.of("Drama"), Map.of(), UPDATED)));
    assertRefused(
        "bad-id", record("items", "", new Item("", "", "", List.of("Drama"), Map.of(), UPDATED)));
    assertEquals(List.of(longest), catalogue.ids());
    follower.take(record("items", longest, null));
    assertEquals(List.of(), catalogue.ids());
  }

  private void assertRefused(String reason, TableRecord<SpecificRecord> record) {
    assertEquals(
        reason, assertThrows(BadRecordException.class, () -> follower.take(record)).reason());
  }

  private static <T extends SpecificRecord> void acceptsOrRefuses(
      Class<T> type, T valid, Consumer<T> reading) {
    Schemas schemas = new InMemorySchemas();
    AvroDeserializer<T> reader = new AvroDeserializer<>(schemas, type);
    int[] accepted = {0};
    CodecFuzz.records(
        CodecFuzz.RECORDS,
        List.of(new AvroSerializer<T>(schemas).serialize("t", valid)),
        bytes -> {
          try {
            reading.accept(reader.deserialize("t", bytes));
            accepted[0]++;
          } catch (BadRecordException | UnreadableRecordException e) {
            assertFalse(e.getMessage().isBlank());
          }
        });
    assertFalse(accepted[0] == 0 || accepted[0] == CodecFuzz.RECORDS, "accepted " + accepted[0]);
  }

  private static Knowledge knowledge(String itemId, SubjectKind kind) {
    return new Knowledge(
        kind,
        itemId,
        1L,
        2L,
        "about",
        List.of(new KnowledgeVector("small", List.of(1f, 0f))),
        new Provenance("test", "v1", List.of("small"), 3L, "request", 0L, 0L));
  }

  private static TableRecord<SpecificRecord> record(
      String topic, String key, SpecificRecord value) {
    return new TableRecord<>(topic, 0, 0, 0, key, value);
  }
}
