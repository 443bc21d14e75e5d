package io.laserstreams.runtime.broker;

/** The cluster is too old; the message says what it has and what is needed. */
public final class UnsupportedBrokerException extends RuntimeException {
  UnsupportedBrokerException(String message) {
    super(message);
  }
}
