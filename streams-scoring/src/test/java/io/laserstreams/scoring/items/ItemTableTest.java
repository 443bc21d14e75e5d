package io.laserstreams.scoring.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.crm.features.FeatureSpec.Encoder;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.schema.rule.RecordRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemTableTest {
  private static final String ITEMS = "laser.items";
  private static final String KNOWLEDGE = "laser.knowledge-items";
  private static final int PARTITIONS = 3;
  private static final long NOW = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();

  @TempDir Path folder;
  private final List<String> changed = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private ItemStore store;
  private ItemTable table;
  private long offset;

  @BeforeEach
  void open() {
    store = ItemStore.open(folder, InstantSource.system(), new SimpleMeterRegistry());
    table =
        new ItemTable(
            store,
            ITEMS,
            new PartitionCounts(Map.of(ITEMS, PARTITIONS, KNOWLEDGE, PARTITIONS)),
            new RecordRules(EventTimeBounds.DEFAULT),
            InstantSource.fixed(Instant.ofEpochMilli(NOW)),
            () -> new Encoder("e", 2),
            changed::add,
            registry);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldKeepTheNewestRecordAndNotifyOfEachChange() {
    take(ITEMS, "a", item("a", "drama"));
    take(ITEMS, "a", item("a", "war"));
    take(ITEMS, "b", item("b", "drama"));
    take(ITEMS, "b", null);
    assertEquals(List.of("war"), store.get("a").description().categories());
    assertNull(store.get("b"));
    assertEquals(List.of("a", "a", "b", "b"), changed);
  }

  @Test
  void shouldKeepTheNewestVersionWhateverArrivesLast() {
    take(ITEMS, "a", item("a", "middle", NOW - 1));
    take(ITEMS, "a", item("a", "new", NOW));
    take(ITEMS, "a", item("a", "old", NOW - 2));
    assertEquals(List.of("new"), store.get("a").description().categories());
    assertEquals(NOW, store.get("a").description().updatedAt());
    assertEquals(List.of("a", "a"), changed);
    assertEquals(1, registry.get("laser.stale.versions").tag("of", "item").counter().count());
    assertEquals(
        3, store.offsets().values().iterator().next(), "the ignored record's offset counts, too");
    take(ITEMS, "a", item("a", "new again", NOW));
    assertEquals(List.of("new again"), store.get("a").description().categories());
  }

  @Test
  void shouldAcceptAnyVersionAfterATombstone() {
    take(ITEMS, "a", item("a", "new", NOW));
    take(ITEMS, "a", null);
    take(ITEMS, "a", item("a", "old", NOW - 1));
    assertEquals(List.of("old"), store.get("a").description().categories());
    assertEquals(0, registry.get("laser.stale.versions").tag("of", "item").counter().count());
  }

  @Test
  void shouldRefuseInvalidItems() {
    assertRefused("time-too-early", ITEMS, "a", item("a", "drama", NOW / 1_000));
    assertRefused("time-ahead", ITEMS, "a", item("a", "drama", NOW + 3_600_000));
    assertRefused("bad-id", ITEMS, "a ", item("a ", "drama"));
    assertRefused("bad-id", ITEMS, "a".repeat(513), item("a".repeat(513), "drama"));
    assertEquals(List.of(), changed);
  }

  @Test
  void shouldOnlyMoveKnowledgeForward() {
    take(ITEMS, "a", item("a", "drama"));
    take(KNOWLEDGE, "a", knowledge("a", 20, 1, 0));
    take(KNOWLEDGE, "a", knowledge("a", 10, 0, 1));
    assertEquals(20, store.get("a").knowledge().position());
    assertEquals(
        1, registry.get("laser.stale.versions").tag("of", "item-knowledge").counter().count());
    take(KNOWLEDGE, "a", null);
    assertNull(store.get("a").knowledge());
  }

  @Test
  void shouldRefuseUnusableVectorsAndKeepTheItem() {
    take(ITEMS, "a", item("a", "drama"));
    assertRefused(
        "vector-not-finite", KNOWLEDGE, "a", knowledge("a", 1, Float.POSITIVE_INFINITY, 0));
    assertRefused("vector-size", KNOWLEDGE, "a", knowledge("a", 1, 1, 0, 0));
    assertRefused("vector-size", KNOWLEDGE, "a", knowledge("a", 1));
    assertNotNull(store.get("a"));
    assertNull(store.get("a").knowledge());
  }

  @Test
  void shouldRefuseRecordsAboutAnotherSubject() {
    assertRefused("wrong-key", ITEMS, "a", item("b", "drama"));
    Knowledge ofItem = knowledge("a", 1, 1, 0);
    Knowledge ofUser =
        new Knowledge(
            SubjectKind.USER,
            ofItem.getSubjectId(),
            ofItem.getPosition(),
            ofItem.getBasedOnEventTime(),
            ofItem.getText(),
            ofItem.getVectors(),
            ofItem.getProvenance());
    assertRefused("wrong-subject", KNOWLEDGE, "a", ofUser);
  }

  @Test
  void shouldRefuseARecordOnTheWrongPartition() {
    int wrong = (KeyPartition.of("a", PARTITIONS) + 1) % PARTITIONS;
    BadRecordException refusal =
        assertThrows(
            BadRecordException.class,
            () -> table.take(new TableRecord<>(ITEMS, wrong, 0, 0, "a", item("a", "drama"))));
    assertEquals("wrong-partition", refusal.reason());
  }

  private void assertRefused(String reason, String topic, String key, SpecificRecord value) {
    assertEquals(
        reason, assertThrows(BadRecordException.class, () -> take(topic, key, value)).reason());
  }

  private void take(String topic, String key, SpecificRecord value) {
    table.take(new TableRecord<>(topic, KeyPartition.of(key, PARTITIONS), offset++, 0, key, value));
  }

  private static Item item(String itemId, String category) {
    return item(itemId, category, 0);
  }

  private static Item item(String itemId, String category, long updatedAt) {
    return new Item(itemId, "title", "", List.of(category), Map.of(), updatedAt);
  }

  private static Knowledge knowledge(String itemId, long position, float... vector) {
    List<Float> values = new ArrayList<>();
    for (float value : vector) {
      values.add(value);
    }
    return new Knowledge(
        SubjectKind.ITEM,
        itemId,
        position,
        position,
        "text",
        List.of(new KnowledgeVector("e", values)),
        new Provenance("test", "v1", List.of("e"), 0L, "request", 0L, 0L));
  }
}
