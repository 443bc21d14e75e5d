package io.laserstreams.learning.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.item.ItemFeatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplayedSamplesTest {
  private static final FeatureSpec SPEC = FeatureSpecs.of(SmallDataset.of(3, 4, 30, 1), null, null);
  private static final int VECTOR = 4;

  @Test
  void shouldPlayEachRatingAsAnImpressionAndAMillisecondLaterAsAnInteraction() {
    var ratings = new ArrayList<Interaction>();
    for (int i = 0; i < 7; i++) {
      ratings.add(SmallDataset.rating("1", "" + i, 1 + i % 5, i < 4 ? 50 : 60));
    }
    var data = SmallDataset.of(ratings, Map.of("1", Map.of("gender", "F")), Map.of());
    List<Sample> samples = samples(data, Knowledge.NONE);
    assertEquals(
        List.of("ml-1m-1-5", "ml-1m-1-6"), samples.stream().map(Sample::impressionId).toList());
    assertEquals(60_000, samples.get(1).time());
    var slate = samples.get(1).slate();
    assertEquals(60_004, slate.user().eventTime());
    assertEquals(Map.of("gender", "F"), slate.user().profile());
    assertEquals(
        List.of(
            new HistoryEvent("ml-1m-1-0-rating", "0", 50_001, 1),
            new HistoryEvent("ml-1m-1-1-rating", "1", 50_003, 2),
            new HistoryEvent("ml-1m-1-2-rating", "2", 50_005, 3),
            new HistoryEvent("ml-1m-1-3-rating", "3", 50_007, 4),
            new HistoryEvent("ml-1m-1-4-rating", "4", 60_001, 5),
            new HistoryEvent("ml-1m-1-5-rating", "5", 60_003, 1)),
        slate.user().history());
    assertEquals("6", slate.candidates().get(0).itemId());
    assertEquals(0f, slate.labels()[0], "two stars are not a like");
  }

  @Test
  void shouldKeepTheNewestEventsOfLongHistories() {
    List<Sample> samples = samples(SmallDataset.of(3, 20, 300, 1), Knowledge.NONE);
    var last = samples.get(samples.size() - 1).slate();
    assertEquals(SPEC.historyLength(), last.user().history().size());
    for (int i = 0; i < SPEC.historyLength(); i++) {
      assertEquals(last.user().history().get(i).itemId(), last.historyItems().get(i).itemId());
    }
  }

  @Test
  void shouldSplitTheSamplesByTime() {
    Dataset data = SmallDataset.of(20, 30, 2_000, 1);
    Protocol protocol = data.protocol();
    List<Sample> samples = samples(data, Knowledge.NONE);
    assertEquals(protocol.samples(), samples.size());
    assertEquals(2_000 - 20 * 5, samples.size());
    for (Part part : Part.values()) {
      assertEquals(
          protocol.samples(part), samples.stream().filter(sample -> sample.part() == part).count());
      assertSame(part, samples.get(protocol.first(part)).part());
    }
    assertEquals((int) (samples.size() * 0.8), protocol.samples(Part.TRAINING));
    assertEquals((int) (samples.size() * 0.1), protocol.samples(Part.VALIDATION));
  }

  @Test
  void shouldPrepareTheSamplesThatAReplayGives() {
    Dataset data = SmallDataset.of(20, 30, 2_000, 1);
    var knowledge = new Knowledge(vectors(30), true);
    List<Sample> played = samples(data, knowledge);
    List<Sample> prepared = new ArrayList<>();
    new PreparedDataset(data, knowledge).samples(SPEC).play(n -> n % 3 != 0, prepared::add);
    int at = 0;
    for (int n = 0; n < played.size(); n++) {
      if (n % 3 != 0) {
        assertSameSample(played.get(n), prepared.get(at++));
      }
    }
    assertEquals(at, prepared.size());
  }

  @Test
  void shouldDeriveUserKnowledgeFromEarlierInteractionsAlone() {
    var ratings = new ArrayList<Interaction>();
    for (int i = 0; i < 20; i++) {
      ratings.add(SmallDataset.rating("1", i % 2 == 0 ? "1" : "2", i % 2 == 0 ? 5 : 1, 50 + i));
    }
    var data = SmallDataset.of(ratings, Map.of(), SmallDataset.items(2));
    Map<String, float[]> vectors = Map.of("1", new float[] {3, 4}, "2", new float[] {1, 0});
    List<Sample> samples = samples(data, new Knowledge(vectors, true));
    assertEquals(null, samples.get(0).slate().user().knowledge(), "five interactions are too few");
    assertArrayEquals(
        new float[] {0.6f, 0.8f},
        samples.get(3).slate().user().knowledge(),
        "only item 1 was liked");
    assertSame(
        samples.get(3).slate().user().knowledge(),
        samples.get(10).slate().user().knowledge(),
        "and recomputed after every eighth interaction");
  }

  /** The leakage test: nothing after an event changes a feature up to that event. */
  @Test
  void shouldLetNothingFromTheFutureIntoAFeature() {
    var knowledge = new Knowledge(vectors(30), true);
    List<Interaction> ratings = SmallDataset.ratings(20, 30, 2_000, 1);
    Dataset data = SmallDataset.of(ratings, SmallDataset.profiles(20), SmallDataset.items(30));
    List<Sample> before = samples(data, knowledge);
    var random = new Random(7);
    for (int from : new int[] {150, 700, 1_200, 1_999}) {
      var changed = new ArrayList<>(ratings);
      for (int i = from; i < changed.size(); i++) {
        Interaction rating = changed.get(i);
        changed.set(
            i,
            SmallDataset.rating(
                "" + (1 + random.nextInt(20)),
                "" + (1 + random.nextInt(30)),
                1 + random.nextInt(5),
                rating.time() / 1_000 + 1));
      }
      Dataset other = SmallDataset.of(changed, data.profiles(), data.items());
      List<Sample> after = samples(other, knowledge);
      long upTo = ratings.get(from).time();
      int same = 0;
      while (same < before.size() && before.get(same).time() < upTo) {
        assertSameFeatures(before.get(same), after.get(same));
        same++;
      }
      assertTrue(same > 10, "only %d samples are from before event %d".formatted(same, from));
      assertNotEquals(
          after.get(after.size() - 1).slate().user(),
          before.get(before.size() - 1).slate().user(),
          "the change shows afterwards");
    }
  }

  private static void assertSameSample(Sample expected, Sample actual) {
    assertSame(expected.part(), actual.part());
    assertSameFeatures(expected, actual);
    assertEquals(expected.slate().user().history(), actual.slate().user().history());
  }

  private static void assertSameFeatures(Sample expected, Sample actual) {
    assertEquals(expected.impressionId(), actual.impressionId());
    assertEquals(expected.userId(), actual.userId());
    assertEquals(expected.time(), actual.time());
    var user = expected.slate().user();
    var other = actual.slate().user();
    assertEquals(user.eventTime(), other.eventTime());
    assertEquals(user.profile(), other.profile());
    assertEquals(user.context(), other.context());
    assertEquals(user.history(), other.history());
    assertArrayEquals(user.knowledge(), other.knowledge());
    assertSameItems(expected.slate().candidates(), actual.slate().candidates());
    assertSameItems(expected.slate().historyItems(), actual.slate().historyItems());
    assertArrayEquals(expected.slate().labels(), actual.slate().labels());
  }

  private static void assertSameItems(List<ItemFeatures> expected, List<ItemFeatures> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).itemId(), actual.get(i).itemId());
      assertEquals(expected.get(i).categories(), actual.get(i).categories());
      assertEquals(expected.get(i).fields(), actual.get(i).fields());
      assertArrayEquals(expected.get(i).knowledge(), actual.get(i).knowledge());
    }
  }

  private static Map<String, float[]> vectors(int items) {
    var random = new Random(5);
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 1; i <= items; i++) {
      float[] vector = new float[VECTOR];
      for (int j = 0; j < VECTOR; j++) {
        vector[j] = random.nextFloat();
      }
      vectors.put("" + i, vector);
    }
    return vectors;
  }

  private static List<Sample> samples(Dataset data, Knowledge knowledge) {
    var samples = new ArrayList<Sample>();
    new ReplayedSamples(data, knowledge, SPEC).play(n -> true, samples::add);
    return samples;
  }
}
