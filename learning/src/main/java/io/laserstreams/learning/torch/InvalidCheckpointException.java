package io.laserstreams.learning.torch;

/** A file is not a checkpoint that this version can read; the message says why. */
public final class InvalidCheckpointException extends RuntimeException {
  InvalidCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
