package io.laserstreams.worker.delivery;

import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How requests are delivered by Kafka and acknowledged. Used by one thread, once. */
public interface Delivery extends Runnable {
  /**
   * Receives requests, has them handled and acknowledges them until it is closed; then gives back
   * unfinished ones.
   */
  @Override
  void run();

  /** Handles delivered requests on other threads; cancelling the future interrupts its thread. */
  @FunctionalInterface
  interface Work {
    /**
     * Starts to handle a request.
     *
     * @param deliveries how often the request was delivered to any worker, including this time
     */
    Future<Acknowledgement> start(ConsumerRecord<byte[], byte[]> record, int deliveries);
  }
}
