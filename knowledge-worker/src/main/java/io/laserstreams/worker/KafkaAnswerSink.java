package io.laserstreams.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.KnowledgeAnswer;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes answers to their topic. Record time is the wall clock's, since the topic has time
 * retention. Thread-safe.
 */
final class KafkaAnswerSink implements AnswerSink {
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final Serializer<KnowledgeAnswer> serializer;

  KafkaAnswerSink(
      String topic, Producer<byte[], byte[]> producer, Serializer<KnowledgeAnswer> serializer) {
    this.topic = requireNonNull(topic, "topic is null");
    this.producer = requireNonNull(producer, "producer is null");
    this.serializer = requireNonNull(serializer, "serializer is null");
  }

  @Override
  public void send(KnowledgeAnswer answer) throws InterruptedException {
    byte[] value = serializer.serialize(topic, answer);
    try {
      producer
          .send(new ProducerRecord<>(topic, answer.getSubjectId().getBytes(UTF_8), value))
          .get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    }
  }
}
