package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.runtime.streams.store.OpenTransactions;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Kafka Streams' own clients, whose consumers also report records that were deleted unread, which
 * Kafka Streams skips silently, and whose producers notify the stores of commits.
 */
final class ReportingClients extends DefaultKafkaClientSupplier {
  private final LostRecords lost;
  private final OpenTransactions transactions;

  ReportingClients(LostRecords lost, OpenTransactions transactions) {
    this.lost = requireNonNull(lost, "lost is null");
    this.transactions = requireNonNull(transactions, "transactions is null");
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return transactions.watch(super.getProducer(config));
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
          return super.poll(timeout);
        } catch (OffsetOutOfRangeException e) {
          lost.outOfRange(e, this);
          throw e; // Kafka Streams continues at the beginning.
        }
      }
    };
  }
}
