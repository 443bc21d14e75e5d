package io.laserstreams.crm.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Predictions with their outcomes, slate by slate. Not thread-safe. */
public final class Predictions {
  private final Map<String, Integer> userIndexes = new HashMap<>();
  private double[] logits = new double[1024];
  private boolean[] positive = new boolean[1024];
  private int[] ends = new int[1024];
  private int[] users = new int[1024];
  private int slates;
  private int candidates;

  /**
   * Adds a slate.
   *
   * @param userId whose slate it is
   * @param slateLogits of its candidates
   * @param outcomes parallel to {@code slateLogits}
   * @throws IllegalArgumentException if there is no candidate, the lengths differ, or a logit is
   *     not a number
   */
  public void add(String userId, double[] slateLogits, boolean[] outcomes) {
    if (slateLogits.length == 0 || slateLogits.length != outcomes.length) {
      throw new IllegalArgumentException(
          "there are %d logits and %d outcomes".formatted(slateLogits.length, outcomes.length));
    }
    if (candidates + slateLogits.length > logits.length) {
      int size = Math.max(candidates + slateLogits.length, logits.length * 2);
      logits = Arrays.copyOf(logits, size);
      positive = Arrays.copyOf(positive, size);
    }
    if (slates == ends.length) {
      ends = Arrays.copyOf(ends, slates * 2);
      users = Arrays.copyOf(users, slates * 2);
    }
    for (int i = 0; i < slateLogits.length; i++) {
      if (Double.isNaN(slateLogits[i])) {
        throw new IllegalArgumentException(
            "the logit of candidate %d of slate %d is NaN".formatted(i, slates));
      }
      logits[candidates] = slateLogits[i];
      positive[candidates++] = outcomes[i];
    }
    Integer user = userIndexes.putIfAbsent(userId, userIndexes.size());
    users[slates] = user == null ? userIndexes.size() - 1 : user;
    ends[slates++] = candidates;
  }

  public int slates() {
    return slates;
  }

  public int candidates() {
    return candidates;
  }

  /** How many of the candidates are positive. */
  public int positives() {
    int positives = 0;
    for (int i = 0; i < candidates; i++) {
      positives += positive[i] ? 1 : 0;
    }
    return positives;
  }

  public int users() {
    return userIndexes.size();
  }

  /** Logits of all candidates, slate by slate. */
  public double[] logits() {
    return Arrays.copyOf(logits, candidates);
  }

  double logit(int candidate) {
    return logits[candidate];
  }

  boolean isPositive(int candidate) {
    return positive[candidate];
  }

  /** Index of the user of a slate. */
  int user(int slate) {
    return users[slate];
  }

  /** First candidate of a slate. */
  int from(int slate) {
    return slate == 0 ? 0 : ends[slate - 1];
  }

  /** One past the last candidate of a slate. */
  int to(int slate) {
    return ends[slate];
  }

  /** Whether both have the same slates of the same users with the same outcomes. */
  boolean hasSameSlatesAs(Predictions other) {
    return slates == other.slates
        && candidates == other.candidates
        && userIndexes.equals(other.userIndexes)
        && Arrays.equals(ends, 0, slates, other.ends, 0, slates)
        && Arrays.equals(users, 0, slates, other.users, 0, slates)
        && Arrays.equals(positive, 0, candidates, other.positive, 0, candidates);
  }
}
