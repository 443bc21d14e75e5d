package io.laserstreams.crm.bytes;

/**
 * Stored bytes that are not what this release writes: of another release, cut, or damaged. The
 * message says what is wrong with them.
 */
public final class UnreadableBytesException extends IllegalArgumentException {
  public UnreadableBytesException(String message) {
    super(message);
  }

  public UnreadableBytesException(String message, Throwable cause) {
    super(message, cause);
  }
}
