package io.laserstreams.learning.offline;

/** A model was to be evaluated on samples from before the time up to which it has learnt. */
public final class DataLeakException extends RuntimeException {
  public DataLeakException(String message) {
    super(message);
  }
}
