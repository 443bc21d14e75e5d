package io.laserstreams.tools.demo;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what was sent and what came back. For one thread. */
final class Scoreboard {
  private static final long MAX_MICROS = 600_000_000L;
  private static final int DIGITS = 3;

  private final BitSet answered = new BitSet();
  private final Histogram latency = new Histogram(MAX_MICROS, DIGITS);
  private final Histogram recent = new Histogram(MAX_MICROS, DIGITS);
  private final Set<String> requests = new HashSet<>();
  private long sent;
  private long scores;
  private long duplicates;
  private long knowledgeRecords;
  private long modelsReleased;
  private long deadLetters;
  private double releasedAuc = Double.NaN;
  private @Nullable String modelVersion;

  void sent() {
    sent++;
  }

  /** Counts a score; false if the impression had one before. */
  boolean scored(int impression, long latencyMicros, @Nullable String version) {
    scores++;
    if (answered.get(impression)) {
      duplicates++;
      return false;
    }
    answered.set(impression);
    long bounded = Math.max(0, Math.min(latencyMicros, MAX_MICROS));
    latency.recordValue(bounded);
    recent.recordValue(bounded);
    modelVersion = version;
    return true;
  }

  /** Counts a knowledge request; retries of the same one count once. */
  void requested(String requestId) {
    requests.add(requestId);
  }

  /** Counts an accepted answer. */
  void accepted(String requestId) {
    knowledgeRecords++;
    requests.remove(requestId);
  }

  void released(double auc) {
    modelsReleased++;
    releasedAuc = auc;
  }

  void deadLetter() {
    deadLetters++;
  }

  long impressions() {
    return sent;
  }

  long scores() {
    return scores;
  }

  long duplicates() {
    return duplicates;
  }

  long unanswered() {
    return sent - answered.cardinality();
  }

  /** Knowledge that was requested and is not accepted yet. */
  long queue() {
    return requests.size();
  }

  long knowledgeRecords() {
    return knowledgeRecords;
  }

  long modelsReleased() {
    return modelsReleased;
  }

  long deadLetters() {
    return deadLetters;
  }

  /** AUC of the newest release on its held-back slice; NaN before the first release. */
  double releasedAuc() {
    return releasedAuc;
  }

  /** Version of the model behind the newest score; null without a model. */
  @Nullable String modelVersion() {
    return modelVersion;
  }

  /** Latency in milliseconds at this percentile, over the whole run. */
  double latencyMillis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1_000.0;
  }

  /** Latency in milliseconds at this percentile, since {@link #resetRecent}. */
  double recentMillis(double percentile) {
    return recent.getValueAtPercentile(percentile) / 1_000.0;
  }

  void resetRecent() {
    recent.reset();
  }
}
