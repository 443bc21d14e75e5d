package io.laserstreams.runtime.failure;

/** The cluster is too old; the message says what it has and what is needed. */
public final class UnsupportedBrokerException extends RuntimeException {
  public UnsupportedBrokerException(String message) {
    super(message);
  }
}
