package io.laserstreams.tools.deadletters;

import io.laserstreams.worker.check.TextFault;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reasons that the apps of this version give in dead letters. A test compares them with the
 * code.
 */
final class Reasons {
  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "bad-features",
              "bad-id",
              "bad-label",
              "bad-propensity",
              "bad-release",
              "bad-statistics",
              "bad-sums",
              "bad-value",
              "context-too-large",
              "delivered-too-often",
              "empty-sample",
              "future-event",
              "generator-fails",
              "knowledge-timeout",
              "negative-position",
              "no-key",
              "no-rating-value",
              "no-value",
              "other",
              "prompt-too-long",
              "refused-by-generator",
              "time-ahead",
              "time-before-1970",
              "time-too-early",
              "too-large",
              "too-many-candidates",
              "too-many-vectors",
              "unknown-kind",
              "unknown-subject-kind",
              "unreadable",
              "vector-not-finite",
              "vector-size",
              "worker-fault",
              "wrong-key",
              "wrong-partition",
              "wrong-subject"));

  static {
    for (TextFault fault : TextFault.values()) {
      KNOWN.add(fault.reason());
    }
  }

  private Reasons() {}

  /** All of them, sorted. */
  static Set<String> known() {
    return KNOWN;
  }
}
