package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.trainer.continuous.TrainerState.LastRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where training stands, and what it waits for, in words for the health. */
final class TrainingReport {
  private final TrainerState state;
  private final long arrived;
  private final RoundSchedule schedule;
  private final TrainingRound round;

  /**
   * @param arrived slates that wait for the next round
   */
  TrainingReport(TrainerState state, long arrived, RoundSchedule schedule, TrainingRound round) {
    this.state = requireNonNull(state, "state is null");
    this.arrived = arrived;
    this.schedule = requireNonNull(schedule, "schedule is null");
    this.round = requireNonNull(round, "round is null");
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add("training: round " + state.round());
    parts.add(
        arrived < schedule.minimum()
            ? number(arrived) + " of " + number(schedule.minimum()) + " slates for the next round"
            : number(arrived) + " new slates");
    if (state.refusalsInARow() > 0) {
      parts.add(state.refusalsInARow() + " candidates refused in a row");
    }
    LastRelease release = state.lastRelease();
    if (release == null) {
      parts.add(beforeTheFirstRelease());
    } else {
      parts.add("last release " + release.version() + " " + release.metrics());
    }
    return String.join(", ", parts) + (round.verdict().isEmpty() ? "" : "; " + round.verdict());
  }

  private String beforeTheFirstRelease() {
    long trained = state.trained().samples();
    String needed =
        "no release of its own yet: trained on "
            + number(trained)
            + " of "
            + number(round.samplesBeforeFirstRelease())
            + " samples that its first release needs";
    return trained == 0 && arrived == 0
        ? needed
            + "; no slate has come yet: scoring sends one when the attribution window of its"
            + " impression has closed (attribution.window.ms)"
        : needed;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
