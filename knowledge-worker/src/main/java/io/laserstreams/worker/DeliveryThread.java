package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.worker.delivery.Delivery;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a delivery and opens a new one when it ends, after a pause if it failed: requests that it
 * held are delivered again.
 */
final class DeliveryThread {
  private static final Logger log = LoggerFactory.getLogger(DeliveryThread.class);
  private static final long FIRST_PAUSE_MS = 1_000;
  private static final long MAX_PAUSE_MS = 30_000;

  private final Supplier<Delivery> deliveries;
  private final CountDownLatch closing;
  private final Thread thread;
  private volatile Health health = Health.starting("not started");

  DeliveryThread(String name, Supplier<Delivery> deliveries, CountDownLatch closing) {
    this.deliveries = requireNonNull(deliveries, "deliveries is null");
    this.closing = requireNonNull(closing, "closing is null");
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  Health health() {
    return health;
  }

  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    long pause = FIRST_PAUSE_MS;
    while (closing.getCount() > 0) {
      long began = System.nanoTime();
      try {
        Delivery delivery = deliveries.get();
        health = Health.ready("taking requests");
        delivery.run();
      } catch (WakeupException | InterruptException e) {
        log.debug("{}: interrupted", thread.getName());
      } catch (RuntimeException e) {
        boolean workedForLong =
            System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(MAX_PAUSE_MS);
        pause = workedForLong ? FIRST_PAUSE_MS : Math.min(2 * pause, MAX_PAUSE_MS);
        log.error(
            "{} failed and is started again in {} ms; no request is lost",
            thread.getName(),
            pause,
            e);
        health = Health.starting("taking no requests: " + Causes.of(e));
        await(pause);
      }
    }
    health = Health.closed();
  }

  private void await(long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
