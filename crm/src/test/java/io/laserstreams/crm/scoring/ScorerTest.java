package io.laserstreams.crm.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.platform.Fp16Conversions;
import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScorerTest {
  private static final float TOLERANCE = 1e-5f;

  private final Scorer scorer = Scorer.open(TestModels.bundle(1), Device.CPU);

  @AfterEach
  void close() {
    scorer.close();
  }

  @Test
  void shouldScoreACandidateAloneAsAmongOthers() {
    UserFeatures user = TestModels.user(3, 5);
    List<ItemFeatures> candidates = IntStream.range(1, 40).mapToObj(TestModels::item).toList();
    float[] together = score(user, candidates);
    for (int i = 0; i < candidates.size(); i++) {
      assertEquals(score(user, candidates.subList(i, i + 1))[0], together[i], TOLERANCE);
    }
    assertTrue(
        Arrays.equals(together, score(user, candidates)), "the same call gives the same bits");
  }

  /** Vectors are stored in half precision. */
  @Test
  void shouldMoveNoLogitByAThousandthWhenVectorsAreHalves() {
    boolean moved = false;
    for (int seed = 1; seed <= 20; seed++) {
      try (Scorer other = Scorer.open(TestModels.bundle(seed), Device.CPU)) {
        UserFeatures user = TestModels.user(3, 5);
        List<ItemFeatures> items = IntStream.range(1, 40).mapToObj(TestModels::item).toList();
        float[] floats = score(other, user, items);
        float[] halves =
            score(
                other,
                user.withKnowledge(inHalves(user.knowledge())),
                items.stream()
                    .map(
                        item ->
                            new ItemFeatures(
                                item.itemId(),
                                item.categories(),
                                item.fields(),
                                inHalves(item.knowledge())))
                    .toList());
        assertArrayEquals(floats, halves, 1e-3f);
        moved |= !Arrays.equals(floats, halves);
      }
    }
    assertTrue(moved, "halves differ from floats");
  }

  private static float @Nullable [] inHalves(float @Nullable [] vector) {
    if (vector == null) {
      return null;
    }
    float[] halves = vector.clone();
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Fp16Conversions.fp16ToFloat(Fp16Conversions.floatToFp16(halves[i]));
    }
    return halves;
  }

  @Test
  void shouldGiveAnItemTheSameRowInAnyBatch() {
    List<ItemFeatures> items = IntStream.range(1, 40).mapToObj(TestModels::item).toList();
    float[][] together = scorer.itemRows(items);
    for (int i = 0; i < items.size(); i++) {
      assertArrayEquals(scorer.itemRows(items.subList(i, i + 1))[0], together[i], TOLERANCE);
    }
  }

  @Test
  void shouldReadOnlyTheNewestEventsOfALongHistory() {
    UserFeatures longer = TestModels.user(4, 9);
    UserFeatures newest = longer.withHistory(longer.history().subList(4, 9));
    assertArrayEquals(score(newest, items(1, 2, 3)), score(longer, items(1, 2, 3)), 0f);
  }

  @Test
  void shouldReadEveryPartOfTheHistory() {
    UserFeatures user = TestModels.user(5, 5);
    float before = score(user, items(1))[0];
    for (int e = 0; e < 5; e++) {
      var other = new ArrayList<>(user.history());
      HistoryEvent event = other.get(e);
      other.set(e, event.withValue(event.value() == 2 ? 5 : 2));
      assertNotEquals(before, score(user.withHistory(other), items(1))[0]);
      other.set(
          e, new HistoryEvent("x", event.itemId(), event.eventTime() - 100_000_000, event.value()));
      assertNotEquals(before, score(user.withHistory(other), items(1))[0]);
    }
  }

  @Test
  void shouldScoreEmptyHistoriesAndUnknownUsersAndItems() {
    var nobody = new UserFeatures(0, Map.of(), Map.of(), List.of(), null);
    float[] logits =
        score(
            nobody, List.of(ItemFeatures.unknown("never seen"), ItemFeatures.unknown("nor this")));
    assertTrue(Float.isFinite(logits[0]));
    assertEquals(logits[0], logits[1], TOLERANCE);
    var stranger =
        new UserFeatures(
            0, Map.of("gender", "?", "height", "tall"), Map.of("page", "?"), List.of(), null);
    assertEquals(
        logits[0], score(stranger, List.of(ItemFeatures.unknown("never seen")))[0], TOLERANCE);
  }

  @Test
  void shouldAnswerEmptyRequestsWithNothing() {
    assertEquals(0, scorer.itemRows(List.of()).length);
    assertEquals(0, score(TestModels.user(1, 2), List.of()).length);
  }

  @Test
  void shouldScoreASlateOfSeveralBlocks() {
    List<ItemFeatures> items = items(IntStream.range(0, 2_345).map(i -> i % 60).toArray());
    float[] logits = score(TestModels.user(6, 4), items);
    float[] few = score(TestModels.user(6, 4), items.subList(0, 60));
    assertEquals(items.size(), logits.length);
    for (int i = 0; i < logits.length; i++) {
      assertEquals(few[i % 60], logits[i], TOLERANCE);
    }
  }

  @Test
  void shouldRefuseVectorsThatAreNotFiniteOrOfTheWrongSize() {
    var notFinite =
        assertThrows(
            InvalidVectorException.class,
            () -> scorer.itemRows(List.of(withKnowledge(0, Float.NaN, 0, 0))));
    assertEquals(InvalidVectorException.NOT_FINITE, notFinite.reason());
    assertEquals("the knowledge vector of item 'item1' has NaN at index 1", notFinite.getMessage());
    var size =
        assertThrows(
            InvalidVectorException.class, () -> scorer.itemRows(List.of(withKnowledge(1, 2, 3))));
    assertEquals(InvalidVectorException.SIZE, size.reason());
    assertEquals(
        "the knowledge vector of item 'item1' has 3 numbers, encoder item-encoder makes 4",
        size.getMessage());
    assertEquals(1, score(TestModels.user(1, 2), items(1)).length, "the scorer still works");
  }

  @Test
  void shouldServeManyThreads() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    List<UserFeatures> users =
        IntStream.range(0, 50).mapToObj(u -> TestModels.user(u, u % 6)).toList();
    List<float[]> expected = users.stream().map(user -> score(user, items(1, 2, 3, 4))).toList();
    var answers = new ArrayList<Future<float[]>>();
    for (int i = 0; i < 500; i++) {
      UserFeatures user = users.get(i % 50);
      answers.add(threads.submit(() -> score(user, items(1, 2, 3, 4))));
    }
    for (int i = 0; i < 500; i++) {
      assertArrayEquals(expected.get(i % 50), answers.get(i).get(), 0f);
    }
    threads.shutdown();
  }

  @Test
  void shouldRefuseCallsAfterItIsClosed() {
    scorer.close();
    assertThrows(IllegalStateException.class, () -> scorer.itemRows(items(1)));
  }

  @Test
  void shouldServeAnUntrainedModel() {
    try (var untrained =
        Scorer.open(ModelBundle.untrained("v0", TestModels.MODEL, 7), Device.CPU)) {
      assertTrue(Float.isFinite(score(untrained, TestModels.user(1, 3), items(1, 2))[1]));
    }
  }

  @Test
  void shouldRefuseRowsOfAnotherModel() {
    UserFeatures user = TestModels.user(1, 0);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> scorer.logits(user, List.of(), List.of(new float[3])));
    assertEquals(
        "an item row has 3 numbers, but rows of model test-1 have " + scorer.rowWidth(),
        e.getMessage());
  }

  @Test
  void shouldReadDevices() {
    assertEquals(Device.CPU, Device.parse("cpu"));
    assertEquals(new Device(Device.Kind.CUDA, 1), Device.parse("CUDA:1"));
    assertThrows(IllegalArgumentException.class, () -> Device.parse("tpu"));
    assertThrows(IllegalArgumentException.class, () -> Device.parse("cuda:x"));
  }

  private float[] score(UserFeatures user, List<ItemFeatures> candidates) {
    return score(scorer, user, candidates);
  }

  private static float[] score(Scorer scorer, UserFeatures user, List<ItemFeatures> candidates) {
    List<float[]> history = List.of(scorer.itemRows(TestModels.historyItems(user)));
    return scorer.logits(user, history, List.of(scorer.itemRows(candidates)));
  }

  private static List<ItemFeatures> items(int... ids) {
    return Arrays.stream(ids).mapToObj(TestModels::item).toList();
  }

  private static ItemFeatures withKnowledge(float... vector) {
    return new ItemFeatures("item1", List.of(), Map.of(), vector);
  }
}
