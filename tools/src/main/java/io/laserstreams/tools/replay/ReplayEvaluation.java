package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.evaluation.ClickMetrics;
import io.laserstreams.learning.dataset.Impression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a replay: figures over the protocol's samples, and every reason why it does not hold.
 */
final class ReplayEvaluation {
  static final String TEST_PART = "test";
  static final String ALL_SAMPLES = "all samples within the limit";
  private static final int STRETCHES = 10;

  private final ReplayResult result;
  private final ReplayPlan plan;
  private final ScoreCheck check;
  private final List<String> faults;

  private ReplayEvaluation(ReplayResult result) {
    this.result = result;
    this.plan = result.plan();
    this.check = result.check();
    this.faults = new ArrayList<>(check.firstFaults());
  }

  /**
   * @param modelVersion the pinned model; null without one
   */
  static ReplaySummary of(ReplayResult result, @Nullable String modelVersion, int inFlight) {
    return new ReplayEvaluation(result).summary(modelVersion, inFlight);
  }

  private ReplaySummary summary(@Nullable String modelVersion, int inFlight) {
    int played = result.played();
    boolean testReached = played > plan.testFrom();
    int from = testReached ? plan.testFrom() : 0;
    ClickMetrics online = online(from, played);
    OnlineResult run = result.online();
    long records =
        plan.impressions().subList(0, played).stream()
            .mapToLong(impression -> 1L + impression.candidates().size())
            .sum();
    Map<String, double[]> offline = result.offlineLogits();
    LogitComparison comparison =
        offline == null
            ? null
            : LogitComparison.of(
                plan.impressions(), result.from(), played, check.logits(), offline);
    addFaults(run, comparison, online);
    return new ReplaySummary(
        plan.data().name(),
        plan.data().description().note(),
        modelVersion,
        check.models(),
        testReached ? TEST_PART : ALL_SAMPLES,
        online.samples(),
        unserved(from, played),
        quality(online),
        stretches(),
        offline == null ? null : quality(offline(offline, from, played)),
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

  private void addFaults(
      OnlineResult run, @Nullable LogitComparison comparison, ClickMetrics online) {
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
              + "; rounding explains at most "
              + LogitComparison.TOLERANCE);
    }
    if (run.deadLetters() > 0) {
      faults.add(run.deadLetters() + " records became dead letters");
    }
    if (run.featuresDiff() != null && !run.featuresDiff().holds()) {
      faults.add(
          "Streaming features differ from those that were served: "
              + run.featuresDiff().describe());
    }
    if (run.featuresDiff() != null && run.featuresDiff().samplesExcluded() > 0) {
      faults.add(
          "The features of some samples could not be computed again, though the replay waits: "
              + run.featuresDiff().excluded());
    }
  }

  private ClickMetrics online(int from, int to) {
    ClickMetrics metrics = new ClickMetrics();
    served(from, to)
        .forEach(i -> add(metrics, requireNonNull(check.logits()[i]), plan.impressions().get(i)));
    return metrics;
  }

  private ClickMetrics offline(Map<String, double[]> offlineLogits, int from, int to) {
    ClickMetrics metrics = new ClickMetrics();
    served(from, to)
        .forEach(
            i -> {
              Impression impression = plan.impressions().get(i);
              double[] logits = offlineLogits.get(impression.id());
              if (logits != null) {
                add(metrics, logits, impression);
              }
            });
    return metrics;
  }

  private static void add(ClickMetrics metrics, double[] logits, Impression impression) {
    for (int c = 0; c < logits.length; c++) {
      metrics.add(logits[c], impression.candidates().get(c).positive());
    }
  }

  /** Impressions that are samples and have a model's score. */
  private IntStream served(int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> plan.impressions().get(i).isSample() && check.logits()[i] != null);
  }

  private long unserved(int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> plan.impressions().get(i).isSample() && check.logits()[i] == null)
        .count();
  }

  private List<ReplaySummary.Stretch> stretches() {
    List<ReplaySummary.Stretch> stretches = new ArrayList<>();
    for (int s = 0; s < STRETCHES; s++) {
      int to = (int) ((long) result.played() * (s + 1) / STRETCHES);
      ClickMetrics metrics = online((int) ((long) result.played() * s / STRETCHES), to);
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
