package io.laserstreams.runtime.deadletter;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.rule.Violation;

/**
 * A record that can be read but never used: it goes to the dead-letter topic with the reason, is
 * counted, and the stream continues.
 */
public final class BadRecordException extends RuntimeException {
  private final String reason;

  /**
   * @param reason a short stable word for metrics, for example {@code wrong-partition}
   * @param message names the offending thing, its value and the way out
   */
  public BadRecordException(String reason, String message) {
    super(message);
    this.reason = requireNonNull(reason, "reason is null");
  }

  /**
   * Throws the exception that makes the record a dead letter: {@code
   * rules.check(…).ifPresent(BadRecordException::refuse)}.
   */
  @SuppressWarnings("DoNotCallSuggester") // as an argument of ifPresent
  public static void refuse(Violation violation) {
    throw new BadRecordException(violation.reason(), violation.message());
  }

  public String reason() {
    return reason;
  }
}
