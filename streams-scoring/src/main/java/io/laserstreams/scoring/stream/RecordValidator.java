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

/**
 * Judges records before they change anything: they must lie on their key's partition and keep the
 * rules.
 */
final class RecordValidator {
  private final PartitionCounts partitions;
  private final RecordRules rules;

  RecordValidator(PartitionCounts partitions, RecordRules rules) {
    this.partitions = requireNonNull(partitions, "partitions is null");
    this.rules = requireNonNull(rules, "rules is null");
  }

  /**
   * Lets a record in.
   *
   * @param judge asks the rules about the record's value
   * @throws BadRecordException where it may not
   */
  void admit(String key, RecordMetadata source, Function<RecordRules, Optional<Violation>> judge) {
    KeyPartition.require(key, source.partition(), partitions.of(source.topic()));
    judge.apply(rules).ifPresent(BadRecordException::refuse);
  }

  /** Refuses a tombstone on an internal topic of events. */
  <T> T present(T value) {
    if (value == null) {
      throw new BadRecordException(
          "no-value", "The record has no value; tombstones mean nothing on this topic");
    }
    return value;
  }
}
