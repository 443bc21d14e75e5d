package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNullElse;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.client.RecordPosition;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.ScoringDeadLetters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that scoring refused, by its dead letters: read from the beginning of their topic,
 * and on from there each time.
 */
final class RefusedRecords implements AutoCloseable {
  private final RecordReader reader;
  private final Map<RecordPosition, DeadLetter> letters = new LinkedHashMap<>();

  private RefusedRecords(RecordReader reader) {
    this.reader = reader;
  }

  static RefusedRecords open(AppConfig config) {
    return new RefusedRecords(
        new RecordReader(
            config.clients().consumer(),
            config.schemas(),
            config.topicPrefix(),
            Set.of(Topic.DEAD_LETTERS)));
  }

  /** Reads to the current end. */
  RefusedRecords catchUp() {
    ScoringDeadLetters.forEachToEnd(reader, letters::put);
    return this;
  }

  boolean contains(RecordPosition position) {
    return letters.containsKey(position);
  }

  /** The refused records at or after these ends. */
  RefusalCounts after(Map<TopicPartition, Long> ends) {
    RefusalCounts refused = new RefusalCounts();
    letters.forEach(
        (position, letter) -> {
          Long end = ends.get(new TopicPartition(position.topic(), position.partition()));
          if (end != null && position.offset() >= end) {
            refused.add(letter.reason(), requireNonNullElse(letter.message(), letter.reason()));
          }
        });
    return refused;
  }

  @Override
  public void close() {
    reader.close();
  }
}
