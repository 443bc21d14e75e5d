package io.laserstreams.worker.generator;

/** The generator works, but it will never answer this request: a case for the dead-letter topic. */
public final class RequestRefusedException extends RuntimeException {
  public RequestRefusedException(String message) {
    super(message);
  }
}
