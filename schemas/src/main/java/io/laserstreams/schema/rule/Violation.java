package io.laserstreams.schema.rule;

import static java.util.Objects.requireNonNull;

/**
 * Why a record that can be read must not be used.
 *
 * @param reason a short stable word for metrics and dead letters, for example {@code bad-id}
 * @param field the schema's field that is wrong, for example {@code eventTime}
 * @param message names the offending thing, its value and the way out
 */
public record Violation(String reason, String field, String message) {
  public Violation {
    requireNonNull(reason, "reason is null");
    requireNonNull(field, "field is null");
    requireNonNull(message, "message is null");
  }

  /** The same, said of a record. */
  Violation in(String record) {
    return new Violation(reason, field, record + ": " + message);
  }
}
