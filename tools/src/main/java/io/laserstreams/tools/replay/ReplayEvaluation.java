package io.laserstreams.tools.replay;

import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.learning.dataset.Impression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Judges a replay: figures over the protocol's samples, and every reason why the run does not hold.
 */
final class ReplayEvaluation {
  static final String TEST_PART = "test";
  static final String ALL_SAMPLES = "all samples within the limit";
  private static final int STRETCHES = 10;

  private final ReplayResult outcome;
  private final ReplayPlan tape;
  private final ScoreCheck check;
  private final List<String> faults;

  private ReplayEvaluation(ReplayResult outcome) {
    this.outcome = outcome;
    this.tape = outcome.tape();
    this.check = outcome.check();
    this.faults = new ArrayList<>(check.told());
  }

  /**
   * @param modelVersion the pinned model, null where there was none
   */
  static ReplaySummary of(ReplayResult outcome, String modelVersion, int inFlight) {
    return new ReplayEvaluation(outcome).summary(modelVersion, inFlight);
  }

  private ReplaySummary summary(String modelVersion, int inFlight) {
    int played = outcome.played();
    boolean testReached = played > tape.testFrom();
    int from = testReached ? tape.testFrom() : 0;
    ClickMetrics online = online(from, played);
    OnlineResult run = outcome.online();
    long records =
        tape.plays().subList(0, played).stream()
            .mapToLong(play -> 1 + play.candidates().size())
            .sum();
    LogitComparison comparison = comparison();
    judge(run, comparison, online);
    return new ReplaySummary(
        tape.data().name(),
        tape.data().description().note(),
        modelVersion,
        check.models(),
        testReached ? TEST_PART : ALL_SAMPLES,
        online.samples(),
        unserved(from, played),
        quality(online),
        stretches(),
        comparison == null ? null : quality(offline(from, played)),
        comparison == null ? null : (Double) comparison.maxDifference(),
        comparison == null ? 0 : comparison.compared(),
        played,
        check.scores(),
        check.faults(),
        run.seconds(),
        records / run.seconds(),
        inFlight,
        new ReplaySummary.LatencyMillis(run.latencyP50(), run.latencyP99()),
        run.knowledgeRecords(),
        run.deadLetters(),
        run.epochs(),
        run.epochWaitSeconds(),
        run.featuresDiff() == null ? null : ReplaySummary.FeaturesDiff.of(run.featuresDiff()),
        faults);
  }

  private void judge(OnlineResult run, LogitComparison comparison, ClickMetrics online) {
    if (check.missing() > 0) {
      faults.add(check.missing() + " impressions have no score");
    }
    if (comparison == null && online.samples() == 0) {
      faults.add(
          "No model was released in time to answer a sample: play more, or let the trainer release"
              + " earlier");
    }
    if (comparison != null && !comparison.holds()) {
      faults.add(
          "Online and offline differ. "
              + comparison.describe()
              + "; at most "
              + LogitComparison.TOLERANCE
              + " is rounding");
    }
    if (run.deadLetters() > 0) {
      faults.add(run.deadLetters() + " records became dead letters");
    }
    if (run.featuresDiff() != null && !run.featuresDiff().holds()) {
      faults.add(
          "Streaming features differ from those that were served: "
              + run.featuresDiff().describe());
    }
    if (run.featuresDiff() != null && run.featuresDiff().samplesApart() > 0) {
      faults.add(
          "The features of some samples could not be computed again, though the replay waits: "
              + run.featuresDiff().apart());
    }
  }

  /** Of the pinned model with itself; null where there was none. */
  private LogitComparison comparison() {
    Map<String, double[]> offline = outcome.offlineLogits();
    return offline == null
        ? null
        : LogitComparison.of(
            tape.plays(), outcome.from(), outcome.played(), check.logits(), offline);
  }

  private ClickMetrics online(int from, int to) {
    ClickMetrics metrics = new ClickMetrics();
    served(from, to).forEach(i -> add(metrics, check.logits()[i], tape.plays().get(i)));
    return metrics;
  }

  private ClickMetrics offline(int from, int to) {
    ClickMetrics metrics = new ClickMetrics();
    served(from, to)
        .forEach(
            i -> {
              Impression play = tape.plays().get(i);
              double[] logits = outcome.offlineLogits().get(play.id());
              if (logits != null) {
                add(metrics, logits, play);
              }
            });
    return metrics;
  }

  private static void add(ClickMetrics metrics, double[] logits, Impression play) {
    for (int c = 0; c < logits.length; c++) {
      metrics.add(logits[c], play.candidates().get(c).positive());
    }
  }

  /** Plays that are samples and have a model's score. */
  private IntStream served(int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> tape.plays().get(i).isSample() && check.logits()[i] != null);
  }

  private long unserved(int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> tape.plays().get(i).isSample() && check.logits()[i] == null)
        .count();
  }

  private List<ReplaySummary.Stretch> stretches() {
    List<ReplaySummary.Stretch> stretches = new ArrayList<>();
    for (int s = 0; s < STRETCHES; s++) {
      int to = (int) ((long) outcome.played() * (s + 1) / STRETCHES);
      ClickMetrics metrics = online((int) ((long) outcome.played() * s / STRETCHES), to);
      if (metrics.samples() > 0) {
        stretches.add(
            new ReplaySummary.Stretch(to, metrics.samples(), metrics.auc(), metrics.logLoss()));
      }
    }
    return stretches;
  }

  private static ReplaySummary.Quality quality(ClickMetrics metrics) {
    return new ReplaySummary.Quality(metrics.auc(), metrics.logLoss());
  }
}
