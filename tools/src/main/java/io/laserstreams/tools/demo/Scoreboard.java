package io.laserstreams.tools.demo;

import io.laserstreams.tools.demo.DemoSummary.Release;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what was sent and what came back. For one thread. */
final class Scoreboard {
  private static final long MAX_MICROS = 600_000_000L;
  private static final int DIGITS = 3;

  private final BitSet answered = new BitSet();
  private final Histogram latency = new Histogram(MAX_MICROS, DIGITS);
  private final Histogram recent = new Histogram(MAX_MICROS, DIGITS);
  private long sent;
  private long scores;
  private long duplicates;
  private final List<Release> releases = new ArrayList<>();
  private long samples;
  private long deadLetters;
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

  void released(Release release) {
    releases.add(release);
  }

  /** Counts candidates that have become training samples. */
  void sampled(int candidates) {
    samples += candidates;
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

  /** Releases in the order of their arrival. */
  List<Release> releases() {
    return List.copyOf(releases);
  }

  long modelsReleased() {
    return releases.size();
  }

  /** Training samples so far. */
  long samples() {
    return samples;
  }

  long deadLetters() {
    return deadLetters;
  }

  /** AUC of the newest release on its held-back samples; null if unknown. */
  @Nullable Double releasedAuc() {
    return releases.isEmpty() ? null : releases.get(releases.size() - 1).auc();
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
