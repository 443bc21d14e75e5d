package io.laserstreams.learning.dataset.description;

/**
 * Files that are not the dataset that they should be; the message names the file, the line and what
 * is wrong there.
 */
public final class InvalidDatasetException extends RuntimeException {
  public InvalidDatasetException(String message) {
    super(message);
  }

  public InvalidDatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
