package io.laserstreams.tools.deadletters;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.UserException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the original bytes of dead letters back to the topic that they came from, with the original
 * key and headers, on the partition that murmur2 gives the key. The letter stays until its
 * retention ends; consumers count a repeated record once.
 */
final class Replayer implements AutoCloseable {
  private final String prefix;
  private final KafkaProducer<byte[], byte[]> producer;

  private Replayer(String prefix, KafkaProducer<byte[], byte[]> producer) {
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.producer = producer;
  }

  static Replayer open(AppConfig config) {
    Map<String, Object> properties = new HashMap<>(config.clients().producer());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    return new Replayer(
        config.topicPrefix(),
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** Why the letter cannot be sent back; empty if it can. */
  Optional<String> obstacle(StoredDeadLetter letter) {
    DeadLetter content = letter.content();
    if (content.topic() == null) {
      return Optional.of("it came from no topic");
    }
    if (!content.topic().startsWith(prefix)) {
      return Optional.of(
          "it came from " + content.topic() + ", which does not start with " + prefix);
    }
    return content.key() == null
        ? Optional.of("it has no key, so no partition is right for it")
        : Optional.empty();
  }

  void replay(StoredDeadLetter letter) {
    DeadLetter content = letter.content();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(content.topic(), content.key(), content.value());
    DeadLetter.originalHeaders(letter.record()).forEach(record.headers()::add);
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new UserException(
          "Cannot send letter " + letter.id() + " to " + content.topic() + ": " + Causes.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while sending letter " + letter.id(), e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
