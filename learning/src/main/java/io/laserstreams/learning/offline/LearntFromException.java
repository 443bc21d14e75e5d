package io.laserstreams.learning.offline;

/** A model was to be evaluated on samples from before the time up to which it has learnt. */
public final class LearntFromException extends RuntimeException {
  public LearntFromException(String message) {
    super(message);
  }
}
