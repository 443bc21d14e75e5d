package io.laserstreams.worker.delivery;

import java.util.Comparator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The partition and offset of a request; ordered by partition, then offset. */
record RequestPosition(TopicPartition partition, long offset)
    implements Comparable<RequestPosition> {
  private static final Comparator<RequestPosition> ORDER =
      Comparator.<RequestPosition>comparingInt(position -> position.partition().partition())
          .thenComparingLong(RequestPosition::offset);

  static RequestPosition of(ConsumerRecord<?, ?> record) {
    return new RequestPosition(
        new TopicPartition(record.topic(), record.partition()), record.offset());
  }

  @Override
  public int compareTo(RequestPosition other) {
    return ORDER.compare(this, other);
  }
}
