package io.laserstreams.learning.offline;

/** An evaluation asks for samples that the model may have learnt from. */
public final class DataLeakException extends RuntimeException {
  public DataLeakException(String message) {
    super(message);
  }
}
