package io.laserstreams.systemtests.support;

import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroSerializer;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Records written in a transaction, as scoring writes its scores. */
public final class Transactions {
  private Transactions() {}

  public static void commit(LaserSystem system, Topic topic, SpecificRecord value, String key) {
    write(system, topic, key, value, true);
  }

  /** The record stays on the topic, for readers of uncommitted records alone. */
  public static void abort(LaserSystem system, Topic topic, SpecificRecord value, String key) {
    write(system, topic, key, value, false);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The commit fails if the record was not written.
  private static void write(
      LaserSystem system, Topic topic, String key, SpecificRecord value, boolean commit) {
    String name = system.topic(topic);
    byte[] bytes = new AvroSerializer<>(system.schemas()).serialize(name, value);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                system.cluster().bootstrapServers(),
                "transactional.id",
                "test-" + UUID.randomUUID()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(name, key, bytes));
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }
}
