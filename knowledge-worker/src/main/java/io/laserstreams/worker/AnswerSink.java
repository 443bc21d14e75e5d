package io.laserstreams.worker;

import io.laserstreams.schema.KnowledgeAnswer;

/** Where answers go. */
public interface AnswerSink {
  /**
   * Returns when the answer is durable.
   *
   * @throws org.apache.kafka.common.KafkaException where it is not
   */
  void send(KnowledgeAnswer answer) throws InterruptedException;
}
