package io.laserstreams.learning.streaming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.streaming.StreamingFeature;
import io.laserstreams.crm.streaming.StreamingFeatures;
import io.laserstreams.learning.dataset.Candidate;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.learning.dataset.Knowledge;
import io.laserstreams.learning.dataset.Part;
import io.laserstreams.learning.dataset.SmallDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("torch")
class FeaturePassTest {
  private static final int VECTOR = 6;

  private final Dataset data = SmallDataset.of(30, 40, 4_000, 1);
  private final Knowledge knowledge = knowledge();

  private Knowledge knowledge() {
    var random = new Random(1);
    Map<String, float[]> vectors = new HashMap<>();
    for (String id : data.items().keySet()) {
      float[] vector = new float[VECTOR];
      for (int i = 0; i < VECTOR; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      vectors.put(id, vector);
    }
    return Knowledge.ofItems(vectors);
  }

  private StreamingFeatures features(long epochMillis) {
    return FeatureChoice.of(FeatureChoice.ALL, data, epochMillis);
  }

  private StreamingTable run(Dataset played, long epochMillis, FeaturePass.Request request) {
    return new FeaturePass(played, knowledge, features(epochMillis)).run(request, done -> {});
  }

  /** The same dataset with other ratings from an impression on. */
  private Dataset withOtherRatings(int from, long seed) {
    var random = new Random(seed);
    List<Impression> impressions = new ArrayList<>(data.impressions());
    for (int i = from; i < impressions.size(); i++) {
      Impression old = impressions.get(i);
      Candidate candidate = old.candidates().get(0);
      float stars = 1 + random.nextInt(5);
      var other = new Candidate(candidate.itemId(), true, stars, stars > 3);
      impressions.set(
          i,
          new Impression(
              old.dataset(),
              old.userId(),
              old.number(),
              old.earlier(),
              old.time(),
              old.eventTime(),
              old.context(),
              List.of(other),
              old.isSample()));
    }
    return new Dataset(
        data.description(), data.fingerprint(), impressions, data.profiles(), data.items());
  }

  @Test
  void shouldPlayNoMoreThanItIsAskedTo() {
    StreamingTable fitted = run(data, 1_000, FeaturePass.Request.of(FactorPlan.UNTIL_VALIDATION));
    FeaturePass.Request all = FeaturePass.Request.of(FactorPlan.pinned(fitted.fittedFactors()));
    List<Long> progress = new ArrayList<>();
    StreamingTable some =
        new FeaturePass(data, knowledge, features(1_000)).run(all.playing(1_900), progress::add);
    assertEquals(1_900, progress.size());
    StreamingTable whole = run(data, 1_000, all);
    int samples =
        (int) data.impressions().subList(0, 1_900).stream().filter(Impression::isSample).count();
    for (int sample = 0; sample < samples; sample++) {
      assertArrayEquals(whole.of(sample).ofUser(), some.of(sample).ofUser());
    }
    assertNull(some.of(samples));
  }

  @Test
  void shouldNotSeeWhatComesLater() {
    for (FactorPlan plan : List.of(FactorPlan.UNTIL_VALIDATION, FactorPlan.THROUGHOUT)) {
      for (long epoch : new long[] {0, 60_000}) {
        StreamingTable expected = run(data, epoch, FeaturePass.Request.of(plan));
        for (int from : new int[] {700, 1_900, 3_100, 3_700}) {
          StreamingTable actual =
              run(withOtherRatings(from, from), epoch, FeaturePass.Request.of(plan));
          int samples = 0;
          for (int i = 0; i <= from; i++) {
            if (data.impressions().get(i).isSample()) {
              requireSame(
                  expected.of(samples), actual.of(samples), i + " with other ratings from " + from);
              samples++;
            }
          }
          assertTrue(
              differs(expected, actual, samples),
              "no later feature noticed the other ratings from " + from);
        }
      }
    }
  }

  private boolean differs(StreamingTable expected, StreamingTable actual, int from) {
    for (int n = from; n < data.protocol().samples(); n++) {
      if (!Arrays.equals(expected.of(n).ofUser(), actual.of(n).ofUser())) {
        return true;
      }
    }
    return false;
  }

  private static void requireSame(StreamingValues expected, StreamingValues actual, String where) {
    assertArrayEquals(expected.ofUser(), actual.ofUser(), where);
    assertTrue(Arrays.deepEquals(expected.ofCandidates(), actual.ofCandidates()), where);
  }

  @Test
  void shouldRepeatItself() {
    StreamingTable one = run(data, 1_000, FeaturePass.Request.of(FactorPlan.THROUGHOUT));
    StreamingTable two = run(data, 1_000, FeaturePass.Request.of(FactorPlan.THROUGHOUT));
    assertArrayEquals(one.fittedFactors().toBytes(), two.fittedFactors().toBytes());
    for (int n = 0; n < data.protocol().samples(); n++) {
      requireSame(one.of(n), two.of(n), "sample " + n);
    }
  }

  @Test
  void shouldComputeTheValidationPartWithTheFitAtItsStart() {
    StreamingTable table = run(data, 1_000, FeaturePass.Request.of(FactorPlan.UNTIL_VALIDATION));
    int sample = 0;
    long latest = Long.MIN_VALUE;
    for (Impression impression : data.impressions()) {
      if (impression.isSample() && sample++ == data.protocol().first(Part.VALIDATION)) {
        break;
      }
      latest = impression.time();
    }
    assertEquals(latest, table.fittedFactors().fittedUntil());
    assertTrue(
        run(data, 1_000, FeaturePass.Request.of(FactorPlan.THROUGHOUT))
                .fittedFactors()
                .fittedUntil()
            > latest);
  }

  @Test
  void shouldComputeTheSameWithABundlesFactorsAsWithItsOwnFit() {
    StreamingTable fitted = run(data, 1_000, FeaturePass.Request.of(FactorPlan.UNTIL_VALIDATION));
    int first = data.protocol().first(Part.TEST);
    StreamingTable pinned =
        run(
            data,
            1_000,
            FeaturePass.Request.of(FactorPlan.pinned(fitted.fittedFactors()))
                .wanting(sample -> sample >= first));
    assertNull(pinned.of(0));
    for (int n = first; n < data.protocol().samples(); n++) {
      requireSame(fitted.of(n), pinned.of(n), "sample " + n);
    }
  }

  @Test
  void shouldLearnStatisticsFromTheLabelledSamplesAlone() {
    StreamingFeatures count = FeatureChoice.of("item.count,user.count", data, 0);
    StreamingTable table =
        new FeaturePass(data, knowledge, count)
            .run(
                FeaturePass.Request.of(FactorPlan.THROUGHOUT)
                    .learningFrom(sample -> sample >= 0 && sample < 100),
                done -> {});
    double highest = 0;
    for (int n = 0; n < data.protocol().samples(); n++) {
      highest = Math.max(highest, Math.expm1(table.of(n).ofCandidates()[0][0]));
    }
    assertTrue(highest >= 1 && highest <= 100, "an item has " + highest + " interactions");
    assertTrue(Math.expm1(table.of(data.protocol().samples() - 1).ofUser()[0]) > 50);
  }

  @Test
  void shouldLearnWhoLikesWhat() {
    StreamingTable table = run(data, 0, FeaturePass.Request.of(FactorPlan.THROUGHOUT));
    List<String> names = features(0).ofCandidate().stream().map(StreamingFeature::name).toList();
    int taste = names.indexOf("taste.value");
    double right = 0;
    double wrong = 0;
    int sample = 0;
    for (Impression impression : data.impressions()) {
      if (impression.isSample()) {
        if (data.protocol().part(sample) == Part.TEST) {
          float value = table.of(sample).ofCandidates()[0][taste];
          boolean likes = impression.candidates().get(0).positive();
          right += likes == (value > 3.25) ? 1 : 0;
          wrong += likes == (value > 3.25) ? 0 : 1;
        }
        sample++;
      }
    }
    assertTrue(
        right > 0.95 * (right + wrong),
        right + " of " + (right + wrong) + " test samples were predicted");
  }

  @Test
  void shouldRefuseABundleWithDifferentFeatures() {
    StreamingTable table = run(data, 0, FeaturePass.Request.of(FactorPlan.UNTIL_VALIDATION));
    FeatureSpec.Streaming spec = table.standardised(sample -> true);
    assertEquals(features(0).ofCandidate().size(), StreamingFeatures.of(spec).ofCandidate().size());
    var turned = new FeatureSpec.Streaming(spec.ofCandidate(), spec.ofUser(), spec.settings());
    assertThrows(InvalidBundleException.class, () -> StreamingFeatures.of(turned));
    var unknown =
        new FeatureSpec.Streaming(
            List.of(new FeatureSpec.Standardised("user.height", 0, 1)), List.of(), spec.settings());
    assertThrows(InvalidBundleException.class, () -> StreamingFeatures.of(unknown));
  }

  @Test
  void shouldChooseByNameAndFamily() {
    assertNull(FeatureChoice.of("none", data, 0));
    StreamingFeatures chosen = FeatureChoice.of("taste,segment:gender,-taste.match", data, 0);
    List<String> names = chosen.ofCandidate().stream().map(StreamingFeature::name).toList();
    assertTrue(names.contains("taste.value") && names.contains("segment:gender"), names.toString());
    assertFalse(names.contains("taste.match"));
    assertEquals(
        List.of("taste.user"), chosen.ofUser().stream().map(StreamingFeature::name).toList());
    assertNotNull(FeatureChoice.of("streaming,-text", data, 0));
    var error =
        assertThrows(IllegalArgumentException.class, () -> FeatureChoice.of("height", data, 0));
    assertTrue(error.getMessage().contains("height"), error.getMessage());
  }
}
