package io.laserstreams.learning.torch;

/**
 * A file that is no checkpoint that this version can read; the message says what is wrong with it.
 */
public final class InvalidCheckpointException extends RuntimeException {
  InvalidCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
