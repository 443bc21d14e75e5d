package io.laserstreams.trainer.release;

/** A release was not published; its transaction was aborted, so no reader sees any of it. */
public final class ReleaseFailedException extends RuntimeException {
  public ReleaseFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
