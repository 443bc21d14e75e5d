package io.laserstreams.crm.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Golden tensors: what models read must not change without a new feature specification. */
class TensorsTest {
  private static final FeatureSpec SPEC = TestModels.SPEC;
  private static final float HALF = (float) Math.sqrt(0.5);

  private final Vocabularies vocabularies = vocabularies();

  private static Vocabularies vocabularies() {
    return new Vocabularies(
        new Vocabulary(List.of("a", "b")),
        new Vocabulary(List.of("Drama", "Comedy")),
        Map.of(
            "gender",
            new Vocabulary(List.of("F", "M")),
            "age",
            new Vocabulary(List.of("18", "25"))),
        Map.of("page", new Vocabulary(List.of("home"))),
        Map.of("year", new Vocabulary(List.of("1999"))));
  }

  @Test
  void shouldTurnItemsIntoTensors() {
    var tensors = new ItemTensors(SPEC, vocabularies);
    tensors.fill(
        List.of(
            new ItemFeatures(
                "b", List.of("Comedy", "Drama"), Map.of("year", "1999"), new float[] {1, 2, 3, 4}),
            new ItemFeatures(
                "new",
                List.of("Drama", "Western", "Comedy", "Comedy"),
                Map.of("year", "2030"),
                null)));
    assertArrayEquals(new int[] {2, 0}, ints(tensors.rows()));
    assertArrayEquals(new int[] {2, 1, 0, 1, 0, 2}, ints(tensors.categories()));
    float third = 1 / (float) Math.sqrt(3);
    assertArrayEquals(
        new float[] {HALF, HALF, 0, third, third, third}, floats(tensors.categoryWeights()));
    assertArrayEquals(new int[] {1, 0}, ints(tensors.fields()));
    assertArrayEquals(new float[] {1, 2, 3, 4, 0, 0, 0, 0}, floats(tensors.knowledge()));
    assertArrayEquals(new float[] {1, 0}, floats(tensors.known()));
  }

  @Test
  void shouldTurnUsersIntoTensors() {
    var history =
        List.of(
            new HistoryEvent("1", "a", 9_000, Float.NaN),
            new HistoryEvent("2", "b", 9_999, 5),
            new HistoryEvent("3", "new", 2_000, 1));
    var tensors = new HeadTensors(SPEC, vocabularies);
    tensors.fill(
        List.of(
            new UserFeatures(
                10_000,
                Map.of("gender", "M", "age", "18"),
                Map.of("page", "home"),
                history,
                new float[6]),
            new UserFeatures(10_000, Map.of("gender", "?"), Map.of(), history.subList(0, 1), null),
            new UserFeatures(10_000, Map.of(), Map.of(), List.of(), null)));
    assertEquals(3, tensors.length());
    int rows = SPEC.capacity().fieldValues();
    assertArrayEquals(
        new int[] {2, rows + 1, 2 * rows + 1, 0, 0, 0, 0, 0, 0}, ints(tensors.fields()));
    assertArrayEquals(new int[] {1, 6, 2, 1, 0, 0, 0, 0, 0}, ints(tensors.values()));
    assertArrayEquals(new int[] {1, 0, 4, 1, 0, 0, 0, 0, 0}, ints(tensors.gaps()));
    assertArrayEquals(new int[] {2, 1, 0, 0, 0, 0, 0, 0, 0}, ints(tensors.positions()));
    assertArrayEquals(new float[] {1, 1, 1, 1, 0, 0, 0, 0, 0}, floats(tensors.mask()));
    assertArrayEquals(
        new float[] {1 / 3f, 1 / 3f, 1 / 3f, 1, 0, 0, 0, 0, 0}, floats(tensors.share()));
    assertArrayEquals(new float[] {1, 0, 0}, floats(tensors.known()));
  }

  @Test
  void shouldKeepTheNewestEventsOfALongHistory() {
    var tensors = new HeadTensors(SPEC, vocabularies);
    tensors.fill(List.of(TestModels.user(1, 8)));
    var newest = new HeadTensors(SPEC, vocabularies);
    UserFeatures user = TestModels.user(1, 8);
    newest.fill(List.of(user.withHistory(user.history().subList(3, 8))));
    assertEquals(5, tensors.length());
    assertArrayEquals(ints(newest.values()), ints(tensors.values()));
    assertArrayEquals(ints(newest.gaps()), ints(tensors.gaps()));
  }

  @Test
  void shouldForgetTheBatchBefore() {
    var tensors = new HeadTensors(SPEC, vocabularies);
    tensors.fill(List.of(TestModels.user(1, 5), TestModels.user(2, 4)));
    tensors.fill(List.of(TestModels.user(3, 2)));
    var fresh = new HeadTensors(SPEC, vocabularies);
    fresh.fill(List.of(TestModels.user(3, 2)));
    assertArrayEquals(ints(fresh.values()), ints(tensors.values()));
    assertArrayEquals(floats(fresh.knowledge()), floats(tensors.knowledge()));
  }

  @Test
  void shouldSortRatingsIntoBuckets() {
    assertEquals(FeatureSpec.CLICK, SPEC.valueBucket(Float.NaN));
    assertEquals(2, SPEC.valueBucket(1));
    assertEquals(2, SPEC.valueBucket(Float.NEGATIVE_INFINITY));
    assertEquals(3, SPEC.valueBucket(1.5f));
    assertEquals(6, SPEC.valueBucket(5));
    assertEquals(6, SPEC.valueBucket(Float.POSITIVE_INFINITY));
    assertEquals(7, SPEC.valueBuckets());
  }

  @Test
  void shouldSortAgesIntoBuckets() {
    assertEquals(0, FeatureSpec.gapBucket(-5));
    assertEquals(0, FeatureSpec.gapBucket(999));
    assertEquals(1, FeatureSpec.gapBucket(1_000));
    assertEquals(2, FeatureSpec.gapBucket(3_999));
    assertEquals(31, FeatureSpec.gapBucket(Long.MAX_VALUE));
  }

  @Test
  void shouldRefuseVocabulariesThatDoNotFit() {
    var lacking =
        new Vocabularies(
            new Vocabulary(),
            new Vocabulary(),
            Map.of("gender", new Vocabulary()),
            Map.of(),
            Map.of());
    assertThrows(IllegalArgumentException.class, () -> new HeadTensors(SPEC, lacking));
  }

  private static int[] ints(IntBuffer buffer) {
    int[] values = new int[buffer.limit()];
    buffer.get(0, values);
    return values;
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] values = new float[buffer.limit()];
    buffer.get(0, values);
    return values;
  }
}
