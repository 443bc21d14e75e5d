package io.laserstreams.tools.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.laserstreams.tools.features.DiffReport;
import java.util.List;

/**
 * What a replay found; its JSON is for scripts, so names do not change.
 *
 * @param modelVersion the pinned model; null where a trainer released what answered
 * @param models how many models answered
 * @param part which samples {@code online} and {@code offline} are over
 * @param samples how many they are
 * @param unserved samples of the part that came before the first model
 * @param stretches the whole run in tenths, oldest first: how what answers became better
 * @param offline null where no model was pinned
 * @param maxLogitDifference largest difference between the score topic and offline evaluation, over
 *     all samples that were compared; null where no model was pinned
 * @param compared how many samples were compared
 * @param inFlight most impressions that wait for their scores at a time, which is what the
 *     latencies are under
 * @param epochs epochs of event time with a rating that the replay waited for, 0 where the model
 *     reads no streaming features
 * @param featuresDiff null where streaming features were not computed again
 * @param faults what was wrong, first ones only; empty in a run that holds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplaySummary(
    String dataset,
    String note,
    String modelVersion,
    int models,
    String part,
    long samples,
    long unserved,
    Quality online,
    List<Stretch> stretches,
    Quality offline,
    Double maxLogitDifference,
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
    FeaturesDiff featuresDiff,
    List<String> faults) {

  public record Quality(double auc, double logLoss) {}

  /**
   * A part of a run.
   *
   * @param impressions how many had been played at its end
   * @param samples with a score
   */
  public record Stretch(int impressions, long samples, double auc, double logLoss) {}

  /** From the impression's send to the receipt of its committed score. */
  public record LatencyMillis(double p50, double p99) {}

  /** Streaming features as served beside the same ones computed again from the topics. */
  public record FeaturesDiff(
      long samples, long apart, long values, long differing, double largest) {
    static FeaturesDiff of(DiffReport report) {
      return new FeaturesDiff(
          report.samples(),
          report.samplesApart(),
          report.values(),
          report.differing(),
          report.largest());
    }
  }
}
