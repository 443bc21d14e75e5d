package io.laserstreams.tools.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.TrainingSample;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plays a stream through the engine in the order of arrival, and computes its log again. */
class RecomputationTest {
  private static final int VISITS = 400;

  private final ServedStream stream = new ServedStream();
  private final List<TrainingSample> samples = stream.samples;

  @Test
  void shouldFindNoDifferenceInWhatTheEngineServed() {
    stream.play(VISITS);
    DiffReport report = compare(Sampling.ALL);
    assertEquals(VISITS, report.samples());
    assertEquals((long) VISITS * ServedStream.FEATURES.size(), report.values());
    assertEquals(0, report.differing(), report.describe());
    assertTrue(report.holds());
  }

  @Test
  void shouldNameTheFeatureWithAnotherServedValue() {
    stream.play(VISITS);
    TrainingSample sample = samples.get(123);
    List<Float> values = sample.getCandidates().get(0).getFeatures();
    values.set(0, values.get(0) + 0.5f);
    DiffReport report = compare(Sampling.ALL);
    assertFalse(report.holds());
    assertEquals(1, report.differing());
    FeatureDifference line =
        report.features().stream().filter(one -> one.differing() > 0).findFirst().orElseThrow();
    assertEquals(sample.getFeatures().getOfCandidates().get(0), line.feature());
    assertEquals(sample.getImpressionId(), line.example());
    assertEquals(0.5, line.largest(), 1e-6);
    assertTrue(String.join("\n", report.text()).contains(sample.getImpressionId()));
  }

  @Test
  void shouldCompareAShareOfTheImpressionsWithTheSameResult() {
    stream.play(VISITS);
    DiffReport report = compare(new Sampling(0.25, 7));
    assertTrue(report.samples() > 50 && report.samples() < 150, report.samples() + " samples");
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldCountARepeatedInteractionOnce() {
    stream.play(VISITS);
    stream.interactions.add(51, stream.interactions.get(50));
    assertTrue(compare(Sampling.ALL).holds());
  }

  @Test
  void shouldExcludeSamplesServedWhileInteractionsWereMissing() {
    stream.play(VISITS);
    String user = samples.get(VISITS - 1).getUserId();
    long before = stream.samplesOf(user, 0);
    stream.interactions.removeIf(arrived -> arrived.value().getUserId().equals(user));
    DiffReport report = compare(Sampling.ALL);
    assertTrue(before > 10);
    assertEquals(
        before - 1,
        report.excluded().get(ExclusionReason.OTHER_INTERACTIONS),
        "all but the first one of " + user);
  }

  @Test
  void shouldExcludeSamplesServedWithStatisticsThatLagged() {
    stream.play(VISITS);
    samples
        .get(199)
        .getFeatures()
        .put("itemEpoch", samples.get(199).getFeatures().getItemEpoch() - 1);
    samples
        .get(200)
        .getFeatures()
        .put("itemInteractions", samples.get(200).getFeatures().getItemInteractions() - 1);
    samples.get(201).getFeatures().put("basis", 77L);
    samples.get(202).getFeatures().put("itemInteractions", -1L);
    DiffReport report = compare(Sampling.ALL);
    assertEquals(2, report.excluded().get(ExclusionReason.LATE_STATISTICS));
    assertEquals(1, report.excluded().get(ExclusionReason.UNKNOWN_FIT));
    assertEquals(VISITS - 3, report.samples(), "samples that did not log the count are compared");
  }

  @Test
  void shouldIgnoreSmallDifferences() {
    stream.play(VISITS);
    List<Float> values = samples.get(123).getCandidates().get(0).getFeatures();
    values.set(0, values.get(0) + 0.0005f);
    DiffReport report =
        new Recomputation(stream.log(Sampling.ALL, RefusedPositions.NONE), 0.001).compare();
    assertTrue(report.holds(), report.describe());
    assertEquals(1, compare(Sampling.ALL).differing());
  }

  @Test
  void shouldKeepItemsThatWereOnlyShownIfTheyCount() {
    stream.play(VISITS);
    FeatureLog ofRatings = new FeatureLog(Sampling.ALL);
    ofRatings.bundle(ServedStream.bundle(StreamingSettings.DEFAULT));
    stream.interactions.forEach(
        arrived -> ofRatings.interaction(arrived.value(), arrived.arrival()));
    assertEquals(VISITS, ofRatings.timeline().size(), "one rating a visit");
    assertEquals(
        stream.interactions.size() + VISITS,
        stream.log(Sampling.ALL, RefusedPositions.NONE).timeline().size());
  }

  @Test
  void shouldAskForAModelIfNoneIsKnown() {
    assertThrows(UserException.class, () -> new Recomputation(new FeatureLog(Sampling.ALL)));
  }

  private DiffReport compare(Sampling sampling) {
    return new Recomputation(stream.log(sampling, RefusedPositions.NONE)).compare();
  }
}
