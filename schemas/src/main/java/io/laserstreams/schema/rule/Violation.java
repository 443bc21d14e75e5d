package io.laserstreams.schema.rule;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Why a readable record must not be used.
 *
 * @param reason a short stable word for metrics and dead letters, for example {@code bad-id}
 * @param field the schema's field that is wrong, for example {@code eventTime}
 * @param record what names the record, for example {@code Interaction 'c1'}
 * @param what what is wrong: names the field, its value and the way out
 */
public record Violation(String reason, String field, String record, String what) {
  public Violation {
    requireNonNull(reason, "reason is null");
    requireNonNull(field, "field is null");
    requireNonNull(record, "record is null");
    requireNonNull(what, "what is null");
  }

  /** The violation of a record yet to be {@link #of named}. */
  static Optional<Violation> found(String reason, String field, String what) {
    return Optional.of(new Violation(reason, field, "The record", what));
  }

  /** The same of this record. */
  Violation of(String newRecord) {
    return new Violation(reason, field, newRecord, what);
  }

  /** For readers who do not see the record. */
  public String message() {
    return record + ": " + what;
  }
}
