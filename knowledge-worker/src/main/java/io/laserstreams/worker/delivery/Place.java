package io.laserstreams.worker.delivery;

import java.util.Comparator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Where a record lies; ordered by partition and offset. */
record Place(TopicPartition partition, long offset) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.<Place>comparingInt(place -> place.partition().partition()).thenComparingLong(Place::offset);

  static Place of(ConsumerRecord<?, ?> record) {
    return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
