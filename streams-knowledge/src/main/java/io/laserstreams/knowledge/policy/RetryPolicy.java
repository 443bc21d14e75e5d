package io.laserstreams.knowledge.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long an answer is waited for, and how often a question is repeated.
 *
 * @param timeout how long the first attempt is waited for
 * @param backoffFactor each further attempt is waited for this many times longer
 * @param longestTimeout but not longer than this
 * @param attempts attempts before the request becomes a dead letter
 */
public record RetryPolicy(
    Duration timeout, double backoffFactor, Duration longestTimeout, int attempts) {
  public RetryPolicy {
    requireNonNull(timeout, "timeout is null");
    requireNonNull(longestTimeout, "longestTimeout is null");
    if (timeout.isZero() || timeout.isNegative() || longestTimeout.compareTo(timeout) < 0) {
      throw new IllegalArgumentException(
          "timeout must be positive and not above longestTimeout, not "
              + timeout
              + " and "
              + longestTimeout);
    }
    if (!(backoffFactor >= 1) || attempts < 1) {
      throw new IllegalArgumentException(
          "backoffFactor and attempts must be at least 1, not "
              + backoffFactor
              + " and "
              + attempts);
    }
  }

  /** Until when the attempt, 1 for the first, is waited for. */
  public long deadline(int attempt, long now) {
    double wait = timeout.toMillis() * Math.pow(backoffFactor, attempt - 1);
    return now + (long) Math.min(wait, longestTimeout.toMillis());
  }

  public boolean exhausted(int attempt) {
    return attempt >= attempts;
  }
}
