package io.laserstreams.worker.generator;

/**
 * The generator cannot write now: overloaded, unreachable or wrongly configured. The request must
 * be tried again.
 */
public final class GeneratorUnavailableException extends RuntimeException {
  public GeneratorUnavailableException(String message) {
    super(message);
  }

  public GeneratorUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
