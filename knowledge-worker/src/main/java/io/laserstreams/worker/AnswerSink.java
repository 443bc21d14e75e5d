package io.laserstreams.worker;

import io.laserstreams.schema.KnowledgeAnswer;

/** Publishes answers. */
public interface AnswerSink {
  /**
   * Returns when the answer is durable.
   *
   * @throws org.apache.kafka.common.KafkaException if it could not be written
   */
  void send(KnowledgeAnswer answer) throws InterruptedException;
}
