package io.laserstreams.schema.serde;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.registry.RegistryException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The schema registry did not answer in time. Says nothing about the record, which must be tried
 * again.
 */
public final class RegistryUnavailableException extends RetriableException {
  private final String answer;

  public RegistryUnavailableException(String message, Throwable cause) {
    this(message, message, cause);
  }

  /**
   * @param answer what the registry did instead, in words: "it answers 404 to ..."
   */
  RegistryUnavailableException(String message, String answer, Throwable cause) {
    super(message, cause);
    this.answer = requireNonNull(answer, "answer is null");
  }

  /** The registry's last answer in words, without the question. */
  public String answer() {
    return answer;
  }

  /** Whether it answers that it does not know who asks, or does not let them. */
  public boolean refusesCredentials() {
    return getCause() instanceof RegistryException refused && refused.refusesCredentials();
  }
}
