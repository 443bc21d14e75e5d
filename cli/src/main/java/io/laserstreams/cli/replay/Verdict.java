package io.laserstreams.cli.replay;

import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.trainer.dataset.Impression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Judges a replay: figures over the protocol's samples, and every reason why the run does not hold. */
final class Verdict {
  static final String TEST_PART = "test";
  static final String ALL_SAMPLES = "all samples within the limit";

  private Verdict() {}

  static ReplaySummary of(Replay.Outcome outcome, String modelVersion, int inFlight) {
    Tape tape = outcome.tape();
    ScoreCheck check = outcome.check();
    int played = outcome.played();
    boolean testReached = played > tape.testFrom();
    ClickMetrics online = new ClickMetrics();
    ClickMetrics offline = new ClickMetrics();
    for (int i = testReached ? tape.testFrom() : 0; i < played; i++) {
      Impression play = tape.plays().get(i);
      double[] other = outcome.offlineLogits().get(play.id());
      if (play.isSample() && other != null && check.logits()[i] != null) {
        for (int c = 0; c < other.length; c++) {
          online.add(check.logits()[i][c], play.candidates().get(c).positive());
          offline.add(other[c], play.candidates().get(c).positive());
        }
      }
    }
    Comparison comparison = Comparison.of(tape.plays(), outcome.from(), played, check.logits(), outcome.offlineLogits());
    List<String> faults = new ArrayList<>(check.told());
    if (check.missing() > 0) {
      faults.add(check.missing() + " impressions have no score");
    }
    if (!comparison.holds()) {
      faults.add("Online and offline differ. " + comparison.describe() + "; at most " + Comparison.TOLERANCE + " is rounding");
    }
    Replay.Online run = outcome.online();
    long records = tape.plays().subList(0, played).stream().mapToLong(play -> 1 + play.candidates().size()).sum();
    if (run.deadLetters() > 0) {
      faults.add(run.deadLetters() + " records became dead letters");
    }
    ReplaySummary.FeaturesDiff diff = run.featuresDiff() == null ? null : ReplaySummary.FeaturesDiff.of(run.featuresDiff());
    if (diff != null && !run.featuresDiff().holds()) {
      faults.add("Streaming features differ from those that were served: " + run.featuresDiff().describe());
    }
    return new ReplaySummary(tape.data().name(), tape.data().description().note(), modelVersion,
        testReached ? TEST_PART : ALL_SAMPLES, online.samples(),
        new ReplaySummary.Quality(online.auc(), online.logLoss()), new ReplaySummary.Quality(offline.auc(), offline.logLoss()),
        comparison.maxDifference(), comparison.compared(), played, check.scores(), check.faults(), run.seconds(),
        records / run.seconds(), inFlight, new ReplaySummary.LatencyMillis(run.latencyP50(), run.latencyP99()),
        run.knowledgeRecords(), run.deadLetters(), run.epochs(), run.epochWaitSeconds(), diff, faults);
  }

  /** The summary as people read it. */
  static List<String> text(ReplaySummary summary) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(summary.dataset() + (summary.note() == null ? "" : " (" + summary.note() + ")") + " through Kafka, model "
        + summary.modelVersion());
    lines.add("");
    lines.add(String.format(Locale.ROOT, "%-22s %,d (%s)", "Samples", summary.samples(), summary.part()));
    lines.add(String.format(Locale.ROOT, "%-22s AUC %.5f   log loss %.5f", "From the score topic", summary.online().auc(),
        summary.online().logLoss()));
    lines.add(String.format(Locale.ROOT, "%-22s AUC %.5f   log loss %.5f", "Offline", summary.offline().auc(),
        summary.offline().logLoss()));
    lines.add(String.format(Locale.ROOT, "%-22s %.2e over %,d samples", "Largest difference", summary.maxLogitDifference(),
        summary.compared()));
    lines.add(String.format(Locale.ROOT, "%-22s %,d played, %,d scores, %d faults", "Impressions", summary.impressions(),
        summary.scores(), summary.faultCount()));
    lines.add(String.format(Locale.ROOT, "%-22s %,.0f events/s for %.0f s, %d impressions in flight", "Throughput",
        summary.eventsPerSecond(), summary.seconds(), summary.inFlight()));
    lines.add(String.format(Locale.ROOT, "%-22s p50 %.0f ms, p99 %.0f ms from impression sent to score received", "Latency",
        summary.latencyMillis().p50(), summary.latencyMillis().p99()));
    lines.add(String.format(Locale.ROOT, "%-22s %,d items", "Knowledge", summary.knowledgeRecords()));
    lines.add(String.format(Locale.ROOT, "%-22s %d", "Dead letters", summary.deadLetters()));
    if (summary.epochs() > 0) {
      lines.add(String.format(Locale.ROOT, "%-22s %,d with ratings, waited %.0f s for their item statistics", "Epochs",
          summary.epochs(), summary.epochWaitSeconds()));
    }
    if (summary.featuresDiff() != null) {
      lines.add(String.format(Locale.ROOT,
          "%-22s %,d values of %,d samples computed again, %,d differ, at most by %.2e; %,d samples apart",
          "Streaming features", summary.featuresDiff().values(), summary.featuresDiff().samples(),
          summary.featuresDiff().differing(), summary.featuresDiff().largest(), summary.featuresDiff().apart()));
    }
    if (!summary.faults().isEmpty()) {
      lines.add("");
      lines.add("The run does not hold:");
      summary.faults().forEach(fault -> lines.add("  " + fault));
    }
    return lines;
  }
}
