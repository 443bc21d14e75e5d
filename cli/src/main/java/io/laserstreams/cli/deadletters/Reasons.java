package io.laserstreams.cli.deadletters;

import java.util.Set;
import java.util.TreeSet;

/** The reasons that this version's apps give in dead letters. A test holds them against the code. */
final class Reasons {
  private static final Set<String> KNOWN = new TreeSet<>(Set.of("bad-features", "bad-id", "bad-label", "bad-propensity",
      "bad-statistics", "bad-sums", "bad-value", "context-too-large", "empty-sample", "future-event", "knowledge-timeout",
      "negative-position", "no-key", "no-rating-value", "no-value", "other", "refused-by-generator", "time-ahead",
      "time-before-1970", "too-large", "too-many-candidates", "too-many-vectors", "unknown-kind", "unknown-subject-kind",
      "unreadable", "vector-not-finite", "vector-size", "worker-fault", "wrong-key", "wrong-partition", "wrong-subject"));

  private Reasons() {}

  /** All, in order. */
  static Set<String> known() {
    return KNOWN;
  }
}
