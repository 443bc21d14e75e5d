package io.laserstreams.crm.bundle;

/** Bytes that are not a model bundle this version can serve; the message says why. */
public final class InvalidBundleException extends RuntimeException {
  public InvalidBundleException(String message) {
    super(message);
  }

  public InvalidBundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
