package io.laserstreams.tools.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.Interaction;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Late records are computed again if possible, else excluded, and never reported as a difference.
 */
class LateArrivalsTest {
  private static final String USER = "u1";
  private static final int WARM = 200;
  private static final int EPOCH = 10;

  private final ServedStream stream = new ServedStream();

  /** A refused rating, followed by visits of the same user and others. */
  private Interaction refused(int partition) {
    stream.play(WARM);
    Interaction rating = stream.look(USER);
    stream.refuses(rating, partition);
    stream.visit(USER);
    stream.visit("u2");
    stream.visit(USER);
    return rating;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldComputeAgainAnInteractionThatWasReplayedWithinItsEpoch(int partition) {
    stream.arrives(refused(partition));
    stream.play(WARM);
    DiffReport report = stream.compare();
    assertEquals(Map.of(), report.excluded());
    assertEquals(stream.samples.size(), report.samples());
    assertEquals(0, report.differing(), report.describe());
    assertEquals(1, report.refused());
    assertTrue(
        report
            .text()
            .contains("1 interactions left out: scoring refused them and wrote dead letters"),
        report.text().toString());
    DiffReport unaware =
        new Recomputation(stream.log(Sampling.ALL, RefusedPositions.NONE)).compare();
    assertTrue(
        unaware.features().stream()
            .anyMatch(line -> line.feature().startsWith("affinity.") && line.differing() > 0),
        "the order of a user's events is part of what they leave");
  }

  @Test
  void shouldExcludeTheUserOfAnInteractionThatArrivedAfterItsEpoch() {
    Interaction rating = refused(0);
    stream.play(2 * EPOCH);
    stream.arrives(rating);
    int from = stream.samples.size();
    stream.play(WARM);
    assertExcluded(
        ExclusionReason.LATE_INTERACTIONS, stream.samplesOf(USER, from), stream.compare());
  }

  @Test
  void shouldExcludeTheUserEvenIfTheyDidNothingInBetween() {
    stream.play(WARM);
    Interaction rating = stream.look(USER);
    for (int i = 0; i < 2 * EPOCH; i++) {
      stream.visit("u2");
    }
    stream.arrives(rating);
    int from = stream.samples.size();
    stream.play(WARM);
    assertExcluded(
        ExclusionReason.LATE_INTERACTIONS, stream.samplesOf(USER, from), stream.compare());
  }

  @Test
  void shouldCompareAUserWhoseStateStartedAgain() {
    ServedStream forgetful =
        new ServedStream(ServedStream.SETTINGS.withIdle(Duration.ofHours(1).toMillis()));
    forgetful.play(WARM);
    Interaction rating = forgetful.look(USER);
    forgetful.play(2 * EPOCH);
    forgetful.arrives(rating);
    int from = forgetful.samples.size();
    forgetful.play(EPOCH);
    int until = forgetful.samples.size();
    forgetful.pass(3 * 36_000);
    forgetful.play(WARM);
    long apart = forgetful.samplesOf(USER, from) - forgetful.samplesOf(USER, until);
    DiffReport report = forgetful.compare();
    assertEquals(Map.of(ExclusionReason.LATE_INTERACTIONS, apart), report.excluded());
    assertEquals(forgetful.samples.size() - apart, report.samples());
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldCompareInteractionsOutOfOrderWithinTheirEpoch() {
    stream.play(WARM);
    Interaction first = stream.look(USER);
    Interaction second = stream.look(USER);
    stream.arrives(second);
    stream.visit("u2");
    stream.arrives(first);
    stream.play(WARM);
    DiffReport report = stream.compare();
    assertEquals(Map.of(), report.excluded());
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldIgnoreARefusedTimeThatIsTooFarAhead() {
    stream.play(WARM);
    Interaction ahead = stream.look(USER);
    ahead.put("eventTime", stream.clock() + Duration.ofDays(365).toMillis());
    stream.refuses(ahead, 0);
    stream.play(WARM);
    DiffReport report = stream.compare();
    assertEquals(Map.of(), report.excluded());
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldExcludeTheUserOfARepeatedInteractionIfDeadLettersAreGone() {
    Interaction rating = refused(0);
    int between = 2;
    stream.arrives(rating);
    int from = stream.samples.size();
    stream.play(WARM);
    DiffReport report =
        new Recomputation(stream.log(Sampling.ALL, new RefusedPositions(Set.of(), false)), .001)
            .compare();
    assertEquals(
        Map.of(
            ExclusionReason.OTHER_INTERACTIONS,
            (long) between,
            ExclusionReason.INTERACTIONS_TWICE,
            stream.samplesOf(USER, from)),
        report.excluded());
    assertEquals(
        0,
        report.differing(),
        "except for last digits, by the interaction's contribution to its item's statistics: "
            + report.describe());
  }

  @Test
  void shouldCompareAnInteractionSentTwiceInARowIfDeadLettersAreGone() {
    stream.play(WARM);
    stream.arrives(stream.visit(USER));
    stream.play(WARM);
    DiffReport report =
        new Recomputation(stream.log(Sampling.ALL, new RefusedPositions(Set.of(), false)))
            .compare();
    assertEquals(Map.of(), report.excluded());
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldExcludeAnImpressionThatArrivedAfterItsEpoch() {
    stream.play(WARM);
    stream.serves("late", USER, "i1", stream.clock() - 3_000);
    stream.serves("out-of-order", USER, "i1", stream.clock());
    stream.play(WARM);
    assertExcluded(ExclusionReason.LATE_IMPRESSIONS, 1, stream.compare());
  }

  private void assertExcluded(ExclusionReason why, long samples, DiffReport report) {
    assertTrue(samples > 0);
    assertEquals(Map.of(why, samples), report.excluded());
    assertEquals(stream.samples.size() - samples, report.samples());
    assertEquals(0, report.differing(), report.describe());
    assertTrue(
        report
            .text()
            .contains("%d samples excluded, %s: %s".formatted(samples, why, why.meaning())),
        report.text().toString());
  }
}
