package io.laserstreams.worker.generator;

/**
 * The generator cannot write now: it is overloaded, unreachable or misconfigured. The request must
 * be retried.
 */
public final class GeneratorUnavailableException extends RuntimeException {
  public GeneratorUnavailableException(String message) {
    super(message);
  }

  public GeneratorUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
