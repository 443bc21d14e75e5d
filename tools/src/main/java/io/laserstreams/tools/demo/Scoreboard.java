package io.laserstreams.tools.demo;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** What has been asked and what came back, counted. For one thread. */
final class Scoreboard {
  private static final long LONGEST_MICROS = 600_000_000L;
  private static final int DIGITS = 3;

  private final BitSet answered = new BitSet();
  private final Histogram latency = new Histogram(LONGEST_MICROS, DIGITS);
  private final Histogram recent = new Histogram(LONGEST_MICROS, DIGITS);
  private final Set<String> requests = new HashSet<>();
  private long asked;
  private long scores;
  private long duplicates;
  private long knowledgeRecords;
  private long modelsReleased;
  private long deadLetters;
  private double releasedAuc = Double.NaN;
  private String modelVersion;

  void asked() {
    asked++;
  }

  /** Counts a score; false where the impression had one before. */
  boolean scored(int impression, long latencyMicros, String version) {
    scores++;
    if (answered.get(impression)) {
      duplicates++;
      return false;
    }
    answered.set(impression);
    long bounded = Math.max(0, Math.min(latencyMicros, LONGEST_MICROS));
    latency.recordValue(bounded);
    recent.recordValue(bounded);
    modelVersion = version;
    return true;
  }

  /** Counts a knowledge request; a retry of the same one counts once. */
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
    return asked;
  }

  long scores() {
    return scores;
  }

  long duplicates() {
    return duplicates;
  }

  long unanswered() {
    return asked - answered.cardinality();
  }

  /** Knowledge that was asked for and is not accepted yet. */
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

  /** AUC of the newest release on its held-back slice; NaN before the first. */
  double releasedAuc() {
    return releasedAuc;
  }

  /** Version of the model that made the newest score; null where it had none. */
  String modelVersion() {
    return modelVersion;
  }

  /** Latency in milliseconds at this percentile, over the whole run. */
  double latencyMillis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1_000.0;
  }

  /** The same since {@link #resetRecent}. */
  double recentMillis(double percentile) {
    return recent.getValueAtPercentile(percentile) / 1_000.0;
  }

  void resetRecent() {
    recent.reset();
  }
}
