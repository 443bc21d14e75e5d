package io.laserstreams.worker.delivery;

import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A way in which requests come from Kafka and are acknowledged. Used by one thread, once. */
public interface Delivery extends Runnable {
  /** Takes requests, has them worked on and acknowledges them until told to stop; then gives back what is unfinished. */
  @Override
  void run();

  /** Work on delivered requests, done elsewhere: cancelling the future interrupts it. */
  @FunctionalInterface
  interface Work {
    Future<Verdict> start(ConsumerRecord<byte[], byte[]> record);
  }

  /** Makes a delivery, for a first time or after one has failed. */
  @FunctionalInterface
  interface Factory {
    Delivery open(Work work, BooleanSupplier closing);
  }
}
