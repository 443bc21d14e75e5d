package io.laserstreams.tools.backfill;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.client.RecordReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that scoring refused, as its dead letters tell: read from the beginning of their
 * topic, and on when asked again.
 */
final class RefusedRecords implements AutoCloseable {
  private final RecordReader reader;
  private final Map<Place, DeadLetter> letters = new LinkedHashMap<>();

  private record Place(String topic, int partition, long offset) {}

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

  /** Reads to what is the end now. */
  RefusedRecords catchUp() {
    reader.forEachToEnd(
        received -> {
          DeadLetter letter = DeadLetter.read(received.record().headers(), null, null);
          if (letter.app().equals(ScoringConfig.APP)) {
            letters.put(new Place(letter.topic(), letter.partition(), letter.offset()), letter);
          }
        });
    return this;
  }

  /** Whether the record at this offset was refused. */
  boolean contains(String topic, int partition, long offset) {
    return letters.containsKey(new Place(topic, partition, offset));
  }

  /** What was refused of the records that came after these ends. */
  RefusalCounts after(Map<TopicPartition, Long> ends) {
    RefusalCounts refused = new RefusalCounts();
    letters.forEach(
        (place, letter) -> {
          Long end = ends.get(new TopicPartition(place.topic(), place.partition()));
          if (end != null && place.offset() >= end) {
            refused.add(letter.reason(), letter.message());
          }
        });
    return refused;
  }

  @Override
  public void close() {
    reader.close();
  }
}
