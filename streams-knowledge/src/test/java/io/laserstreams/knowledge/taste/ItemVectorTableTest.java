package io.laserstreams.knowledge.taste;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.schema.rule.RecordRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ItemVectorTableTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final List<Float> A = List.of(1f, 0f);
  private static final List<Float> B = List.of(0f, 1f);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ItemVectorTable table = table("tiny");

  @Test
  void shouldHoldTheNewestVectorOfAnItem() {
    take("m", A);
    assertArrayEquals(RandomProjection.project(A), table.find("m"));
    take("m", B);
    assertArrayEquals(RandomProjection.project(B), table.find("m"));
    assertArrayEquals(floats(B), table.mean());
  }

  @Test
  void shouldKnowTheMeanInWhateverOrderItemsCome() {
    take("a", A);
    take("b", B);
    float[] mean = table.mean();
    ItemVectorTable other = table("tiny");
    other.take(record("b", Optional.of(knowledge("b", B))));
    other.take(record("gone", Optional.of(knowledge("gone", B))));
    other.take(record("a", Optional.of(knowledge("a", A))));
    other.take(tombstone("gone"));
    assertArrayEquals(mean, other.mean());
    for (int i = 0; i < mean.length; i++) {
      assertEquals((floats(A)[i] + floats(B)[i]) / 2, mean[i]);
    }
  }

  @Test
  void shouldForgetADeletedItemAndARecreatedTopic() {
    take("m", A);
    take("n", A);
    table.take(tombstone("m"));
    assertNull(table.find("m"));
    assertNotNull(table.find("n"));
    table.topicRecreated("knowledge-items");
    assertNull(table.find("n"));
    assertArrayEquals(new float[RandomProjection.DIMENSIONS], table.mean());
  }

  @Test
  void shouldIgnoreWhatItCannotUse() {
    table.take(record("m", Optional.empty()));
    table.take(record("other key", Optional.of(knowledge("m", A))));
    table.take(record("m", Optional.of(knowledge("m", List.of(Float.NaN, 1f)))));
    ItemVectorTable ofOther = table("another");
    ofOther.take(record("m", Optional.of(knowledge("m", A))));
    assertNull(table.find("m"));
    assertNull(table.find("other key"));
    assertNull(ofOther.find("m"));
    assertNotEquals(table.space(), ofOther.space());
  }

  @Test
  void shouldStayWithinItsBoundAndCountWhatItRefuses() {
    take("a", A);
    take("b", A);
    take("c", A);
    take("a", B);
    assertNull(table.find("c"));
    assertArrayEquals(RandomProjection.project(B), table.find("a"));
    assertEquals(2, registry.get("laser.drift.items").gauge().value());
    assertEquals(1, registry.get("laser.drift.items.refused").functionCounter().count());
  }

  private ItemVectorTable table(String encoder) {
    return new ItemVectorTable(
        encoder,
        2 + registry.find("laser.drift.items").gauges().size(),
        new RecordRules(EventTimeBounds.DEFAULT),
        InstantSource.fixed(NOW),
        registry);
  }

  private void take(String itemId, List<Float> vector) {
    table.take(record(itemId, Optional.of(knowledge(itemId, vector))));
  }

  private static Knowledge knowledge(String itemId, List<Float> vector) {
    return new Knowledge(
        SubjectKind.ITEM,
        itemId,
        1L,
        1L,
        "About it",
        List.of(new KnowledgeVector("tiny", vector)),
        new Provenance("template:v1", "none", List.of("tiny"), 1L, "r", 0L, 0L));
  }

  private static TableRecord<Optional<Knowledge>> record(String key, Optional<Knowledge> value) {
    return new TableRecord<>("knowledge-items", 0, 0, 0, key, value);
  }

  private static TableRecord<Optional<Knowledge>> tombstone(String key) {
    return new TableRecord<>("knowledge-items", 0, 0, 0, key, null);
  }

  private static float[] floats(List<Float> vector) {
    byte[] projected = RandomProjection.project(vector);
    float[] floats = new float[projected.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = projected[i];
    }
    return floats;
  }
}
