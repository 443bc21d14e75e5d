package io.laserstreams.crm.bytes;

/**
 * Stored bytes that this release does not write: of another release, truncated, or damaged. The
 * message says what is wrong.
 */
public final class UnreadableBytesException extends IllegalArgumentException {
  public UnreadableBytesException(String message) {
    super(message);
  }

  public UnreadableBytesException(String message, Throwable cause) {
    super(message, cause);
  }
}
