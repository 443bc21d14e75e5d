package io.laserstreams.tools.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.Interaction;
import io.laserstreams.tools.features.DiffReport.Apart;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What came late is computed again where it can be, else set apart: never is a difference reported
 * that is none.
 */
class LateArrivalsTest {
  private static final String USER = "u1";
  private static final int WARM = 200;
  private static final int EPOCH = 10;

  private final ServedStream stream = new ServedStream();

  /** A rating that was refused, and visits of the same user and others after it. */
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
  void shouldComputeAgainWhatCameByWayOfTheDeadLettersWithinItsEpoch(int partition) {
    stream.arrives(refused(partition));
    stream.play(WARM);
    DiffReport report = stream.compare();
    assertEquals(Map.of(), report.apart());
    assertEquals(stream.samples.size(), report.samples());
    assertEquals(0, report.differing(), report.describe());
    assertEquals(1, report.refused());
    assertTrue(
        report
            .text()
            .contains("1 interactions left out: scoring refused them and has dead letters of them"),
        report.text().toString());
    DiffReport unaware =
        new Recomputation(stream.log(Sampling.ALL, RefusedPositions.NONE)).compare();
    assertTrue(
        unaware.lines().stream()
            .anyMatch(line -> line.feature().startsWith("affinity.") && line.differing() > 0),
        "the order of a user's events is part of what they leave");
  }

  @Test
  void shouldSetApartTheUserOfAnInteractionThatCameAfterItsEpoch() {
    Interaction rating = refused(0);
    stream.play(2 * EPOCH);
    stream.arrives(rating);
    int from = stream.samples.size();
    stream.play(WARM);
    assertApart(Apart.LATE_INTERACTIONS, stream.samplesOf(USER, from), stream.compare());
  }

  @Test
  void shouldSetApartWhereTheUserDidNothingBetween() {
    stream.play(WARM);
    Interaction rating = stream.look(USER);
    for (int i = 0; i < 2 * EPOCH; i++) {
      stream.visit("u2");
    }
    stream.arrives(rating);
    int from = stream.samples.size();
    stream.play(WARM);
    assertApart(Apart.LATE_INTERACTIONS, stream.samplesOf(USER, from), stream.compare());
  }

  @Test
  void shouldCompareAgainAUserWhoStartedAnew() {
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
    assertEquals(Map.of(Apart.LATE_INTERACTIONS, apart), report.apart());
    assertEquals(forgetful.samples.size() - apart, report.samples());
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldCompareWhatIsOutOfOrderWithinItsEpoch() {
    stream.play(WARM);
    Interaction first = stream.look(USER);
    Interaction second = stream.look(USER);
    stream.arrives(second);
    stream.visit("u2");
    stream.arrives(first);
    stream.play(WARM);
    DiffReport report = stream.compare();
    assertEquals(Map.of(), report.apart());
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldNotBeLedAstrayByATimeThatWasRefusedAsTooFarAhead() {
    stream.play(WARM);
    Interaction ahead = stream.look(USER);
    ahead.put("eventTime", stream.clock() + Duration.ofDays(365).toMillis());
    stream.refuses(ahead, 0);
    stream.play(WARM);
    DiffReport report = stream.compare();
    assertEquals(Map.of(), report.apart());
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldSetApartWhoseInteractionIsThereTwiceWhereDeadLettersAreGone() {
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
            Apart.OTHER_INTERACTIONS,
            (long) between,
            Apart.INTERACTIONS_TWICE,
            stream.samplesOf(USER, from)),
        report.apart());
    assertEquals(
        0,
        report.differing(),
        "but for last digits, by what the interaction adds to its item's statistics: "
            + report.describe());
  }

  @Test
  void shouldCompareWhatAProducerSentTwiceInARowWhereDeadLettersAreGone() {
    stream.play(WARM);
    stream.arrives(stream.visit(USER));
    stream.play(WARM);
    DiffReport report =
        new Recomputation(stream.log(Sampling.ALL, new RefusedPositions(Set.of(), false)))
            .compare();
    assertEquals(Map.of(), report.apart());
    assertEquals(0, report.differing(), report.describe());
  }

  @Test
  void shouldSetApartAnImpressionThatCameAfterItsEpoch() {
    stream.play(WARM);
    stream.serves("late", USER, "i1", stream.clock() - 3_000);
    stream.serves("out-of-order", USER, "i1", stream.clock());
    stream.play(WARM);
    assertApart(Apart.LATE_IMPRESSIONS, 1, stream.compare());
  }

  private void assertApart(Apart why, long samples, DiffReport report) {
    assertTrue(samples > 0);
    assertEquals(Map.of(why, samples), report.apart());
    assertEquals(stream.samples.size() - samples, report.samples());
    assertEquals(0, report.differing(), report.describe());
    assertTrue(
        report
            .text()
            .contains("%d samples set apart, %s: %s".formatted(samples, why, why.meaning())),
        report.text().toString());
  }
}
