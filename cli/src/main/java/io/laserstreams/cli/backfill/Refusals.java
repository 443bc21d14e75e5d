package io.laserstreams.cli.backfill;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.ScoringConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The records that scoring refused, as its dead letters tell: read from the beginning of their topic, and on when asked again. */
final class Refusals implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<Place, DeadLetter> letters = new LinkedHashMap<>();

  private record Place(String topic, int partition, long offset) {}

  private Refusals(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  static Refusals open(AppConfig config) {
    Map<String, Object> properties = new HashMap<>(config.clients().consumer());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = consumer.partitionsFor(config.topic(Topic.DEAD_LETTERS)).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new Refusals(consumer);
  }

  /** Reads to what is the end now. */
  Refusals catchUp() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(record -> {
        DeadLetter letter = DeadLetter.read(record);
        if (letter.app().equals(ScoringConfig.APP)) {
          letters.put(new Place(letter.topic(), letter.partition(), letter.offset()), withoutContents(letter));
        }
      });
    }
    return this;
  }

  /** Whether the record at this offset was refused. */
  boolean contains(String topic, int partition, long offset) {
    return letters.containsKey(new Place(topic, partition, offset));
  }

  /** What was refused of the records that came after these ends. */
  Refused after(Map<TopicPartition, Long> ends) {
    Refused refused = new Refused();
    letters.forEach((place, letter) -> {
      Long end = ends.get(new TopicPartition(place.topic(), place.partition()));
      if (end != null && place.offset() >= end) {
        refused.add(letter.reason(), letter.message());
      }
    });
    return refused;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static DeadLetter withoutContents(DeadLetter letter) {
    return new DeadLetter(
        letter.app(), letter.reason(), letter.message(), letter.topic(), letter.partition(), letter.offset(), null, null);
  }
}
