package io.laserstreams.cli.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a replay found; its JSON is for scripts, so names do not change.
 *
 * @param part which samples {@code online} and {@code offline} are over
 * @param samples how many they are
 * @param maxLogitDifference largest difference between the score topic and offline evaluation, over all samples that were compared
 * @param compared how many samples were compared
 * @param inFlight most impressions that wait for their scores at a time, which is what the latencies are under
 * @param faults what was wrong, first ones only; empty in a run that holds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplaySummary(
    String dataset,
    String note,
    String modelVersion,
    String part,
    long samples,
    Quality online,
    Quality offline,
    double maxLogitDifference,
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
    List<String> faults) {

  public record Quality(double auc, double logLoss) {}

  /** From the impression's send to the receipt of its committed score. */
  public record LatencyMillis(double p50, double p99) {}
}
