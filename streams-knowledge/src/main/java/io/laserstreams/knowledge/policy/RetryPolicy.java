package io.laserstreams.knowledge.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long to wait for an answer, and how often to repeat a request.
 *
 * @param timeout how long to wait for an answer to the first attempt
 * @param backoffFactor how many times longer to wait after each further attempt
 * @param maxTimeout bound on the wait after any attempt
 * @param attempts attempts before the request becomes a dead letter
 */
public record RetryPolicy(
    Duration timeout, double backoffFactor, Duration maxTimeout, int attempts) {
  public RetryPolicy {
    requireNonNull(timeout, "timeout is null");
    requireNonNull(maxTimeout, "maxTimeout is null");
    if (timeout.isZero() || timeout.isNegative() || maxTimeout.compareTo(timeout) < 0) {
      throw new IllegalArgumentException(
          "timeout must be positive and at most maxTimeout, not " + timeout + " and " + maxTimeout);
    }
    if (!(backoffFactor >= 1) || attempts < 1) {
      throw new IllegalArgumentException(
          "backoffFactor and attempts must be at least 1, not "
              + backoffFactor
              + " and "
              + attempts);
    }
  }

  /** Until when to wait for an answer to the attempt, 1 for the first. */
  public long deadline(int attempt, long now) {
    double wait = timeout.toMillis() * Math.pow(backoffFactor, attempt - 1);
    return now + (long) Math.min(wait, (double) maxTimeout.toMillis());
  }

  public boolean exhausted(int attempt) {
    return attempt >= attempts;
  }
}
