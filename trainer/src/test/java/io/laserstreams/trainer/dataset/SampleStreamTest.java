package io.laserstreams.trainer.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.trainer.offline.MovieLensModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleStreamTest {
  private static final FeatureSpec SPEC = MovieLensModel.spec(null);

  @Test
  void shouldPlayEachRatingAsAnImpressionAndAMillisecondLaterAsAnInteraction() {
    var ratings = new ArrayList<Rating>();
    for (int i = 0; i < 7; i++) {
      ratings.add(new Rating("1", "" + i, 1 + i % 5, i < 4 ? 50 : 60));
    }
    var data = new MovieLens(ratings, Map.of("1", Map.of("gender", "F")), Map.of());
    List<Sample> samples = samples(data);
    assertEquals(List.of("ml-1m-1-5", "ml-1m-1-6"), samples.stream().map(Sample::impressionId).toList());
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
    assertEquals(0f, slate.labels()[0], "two stars are no liking");
  }

  @Test
  void shouldKeepTheNewestEventsOfLongHistories() {
    List<Sample> samples = samples(SmallDataset.of(3, 20, 300, 1));
    var last = samples.get(samples.size() - 1).slate();
    assertEquals(SPEC.historyLength(), last.user().history().size());
    for (int i = 0; i < SPEC.historyLength(); i++) {
      assertEquals(last.user().history().get(i).itemId(), last.historyItems().get(i).itemId());
    }
  }

  @Test
  void shouldSplitTheSamplesByTime() {
    MovieLens data = SmallDataset.of(20, 30, 2_000, 1);
    Protocol protocol = Protocol.of(data.ratings());
    List<Sample> samples = samples(data);
    assertEquals(protocol.samples(), samples.size());
    assertEquals(2_000 - 20 * Protocol.FEWEST_EARLIER, samples.size());
    for (Part part : Part.values()) {
      assertEquals(protocol.samples(part), samples.stream().filter(sample -> sample.part() == part).count());
      assertSame(part, samples.get(protocol.first(part)).part());
    }
    assertEquals((int) (samples.size() * 0.8), protocol.samples(Part.TRAINING));
    assertEquals((int) (samples.size() * 0.1), protocol.samples(Part.VALIDATION));
  }

  /** The leakage test: whatever happens after an event, no feature up to that event changes. */
  @Test
  void shouldLetNothingFromTheFutureIntoAFeature() {
    MovieLens data = SmallDataset.of(20, 30, 2_000, 1);
    int from = 1_200;
    var random = new Random(7);
    var changed = new ArrayList<>(data.ratings());
    for (int i = from; i < changed.size(); i++) {
      Rating rating = changed.get(i);
      changed.set(i, new Rating(rating.userId(), "" + (1 + random.nextInt(30)), 1 + random.nextInt(5), rating.second()));
    }
    List<Sample> before = samples(data);
    List<Sample> after = samples(new MovieLens(changed, data.profiles(), data.movies()));
    long upTo = data.ratings().get(from).second() * 1_000;
    int same = 0;
    for (int i = 0; i < before.size() && before.get(i).slate().user().eventTime() < upTo; i++) {
      assertEquals(before.get(i).impressionId(), after.get(i).impressionId());
      assertEquals(before.get(i).slate().user(), after.get(i).slate().user());
      assertEquals(before.get(i).slate().candidates().get(0).itemId(), after.get(i).slate().candidates().get(0).itemId());
      same++;
    }
    assertNotEquals(0, same);
    assertNotEquals(
        before.get(before.size() - 1).slate().user(), after.get(after.size() - 1).slate().user(), "the change shows afterwards");
  }

  private static List<Sample> samples(MovieLens data) {
    var samples = new ArrayList<Sample>();
    new SampleStream(data, SampleStream.items(data, Map.of()), SPEC).play(n -> true, samples::add);
    return samples;
  }
}
