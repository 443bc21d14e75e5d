package io.laserstreams.worker.delivery;

import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A way in which requests come from Kafka and are acknowledged. Used by one thread, once. */
public interface Delivery extends Runnable {
  /**
   * Takes requests, has them worked on and acknowledges them until told to stop; then gives back
   * what is unfinished.
   */
  @Override
  void run();

  /** Work on delivered requests, done elsewhere: cancelling the future interrupts it. */
  @FunctionalInterface
  interface Work {
    /**
     * @param deliveries how often the request was delivered to any worker, this time included
     */
    Future<Acknowledgement> start(ConsumerRecord<byte[], byte[]> record, int deliveries);
  }
}
