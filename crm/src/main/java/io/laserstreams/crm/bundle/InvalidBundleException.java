package io.laserstreams.crm.bundle;

/**
 * Bytes that are no model bundle that this version can serve; the message says what is wrong with
 * them.
 */
public final class InvalidBundleException extends RuntimeException {
  public InvalidBundleException(String message) {
    super(message);
  }

  public InvalidBundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
