package io.laserstreams.scoring.stream;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.rule.Violation;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Validates records before they change anything: they must be on their key's partition and satisfy
 * the rules.
 */
final class RecordValidator {
  private final PartitionCounts partitions;
  private final RecordRules rules;

  RecordValidator(PartitionCounts partitions, RecordRules rules) {
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.rules = requireNonNull(rules, "rules is null");
  }

  /**
   * Validates a record.
   *
   * @param check applies the rules to the record's value
   * @throws BadRecordException if it is invalid
   */
  void validate(
      String key, RecordMetadata source, Function<RecordRules, Optional<Violation>> check) {
    KeyPartition.require(key, source.partition(), partitions.of(source.topic()));
    check.apply(rules).ifPresent(BadRecordException::refuse);
  }

  /**
   * The value of a record on an internal topic of events.
   *
   * @throws BadRecordException if the record is a tombstone
   */
  static <T> T requireValue(@Nullable T value) {
    if (value == null) {
      throw new BadRecordException(
          "no-value", "The record has no value; tombstones mean nothing on this topic");
    }
    return value;
  }
}
