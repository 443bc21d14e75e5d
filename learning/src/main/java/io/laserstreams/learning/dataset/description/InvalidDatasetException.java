package io.laserstreams.learning.dataset.description;

/** A dataset's files or description are invalid; the message names the file, the line and why. */
public final class InvalidDatasetException extends RuntimeException {
  public InvalidDatasetException(String message) {
    super(message);
  }

  public InvalidDatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
