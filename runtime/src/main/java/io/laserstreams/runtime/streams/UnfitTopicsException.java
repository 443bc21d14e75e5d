package io.laserstreams.runtime.streams;

/** The topics exist, but the topology must not run on them; the message says why and what to do. */
final class UnfitTopicsException extends RuntimeException {
  UnfitTopicsException(String message) {
    super(message);
  }
}
