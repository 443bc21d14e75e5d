package io.laserstreams.tools.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.tools.features.DiffReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a replay; scripts read its JSON, so names do not change.
 *
 * @param modelVersion the pinned model; null if a trainer released the models
 * @param models how many models answered
 * @param part which samples {@code online} and {@code offline} are over
 * @param samples how many they are
 * @param unserved samples of the part before the first model
 * @param stretches the whole run in tenths, oldest first, which shows how the models improved
 * @param offline null without a pinned model
 * @param maxLogitDifference largest difference between the score topic and offline evaluation, over
 *     all compared samples; null without a pinned model
 * @param compared how many samples were compared
 * @param inFlight maximum impressions that waited for their scores at a time, the load behind the
 *     latencies
 * @param epochs epochs of event time with a rating, which the replay waited for; 0 if the model
 *     reads no streaming features
 * @param featuresDiff null if streaming features were not computed again
 * @param faults why the replay does not hold, the first faults only; empty if it does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplaySummary(
    String dataset,
    @Nullable String note,
    @Nullable String modelVersion,
    int models,
    String part,
    long samples,
    long unserved,
    Quality online,
    List<Stretch> stretches,
    @Nullable Quality offline,
    @Nullable Double maxLogitDifference,
    long compared,
    long impressions,
    long scores,
    long faultCount,
    double seconds,
    double eventsPerSecond,
    int inFlight,
    LatencyMillis latencyMillis,
    long knowledgeRecords,
    long deadLetters,
    long epochs,
    double epochWaitSeconds,
    @Nullable FeaturesDiff featuresDiff,
    List<String> faults) {

  public record Quality(double auc, double logLoss) {}

  /**
   * A part of a run.
   *
   * @param impressions how many had been replayed at its end
   * @param samples with a score
   */
  public record Stretch(int impressions, long samples, double auc, double logLoss) {}

  /** From sending an impression to receiving its committed score. */
  public record LatencyMillis(double p50, double p99) {}

  /** Served streaming features compared with the same ones computed again from the topics. */
  public record FeaturesDiff(
      long samples, long apart, long values, long differing, double largest) {
    static FeaturesDiff of(DiffReport report) {
      return new FeaturesDiff(
          report.samples(),
          report.samplesExcluded(),
          report.values(),
          report.differing(),
          report.largest());
    }
  }
}
