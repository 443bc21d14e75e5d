package io.laserstreams.worker;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.App.Health;
import io.laserstreams.worker.delivery.Deliveries;
import io.laserstreams.worker.delivery.Delivery;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** The threads that take requests, and those that work on them. */
final class RequestThreads implements AutoCloseable {
  private final Deliveries opening;
  private final RequestHandler handler;
  private final boolean sharing;
  private final IntSupplier recreations;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService pool;
  private final List<DeliveryThread> deliveries;

  /**
   * @param sharing whether by a share group, otherwise by a consumer group
   * @param recreations how often the topic of requests was created again; a delivery ends when that
   *     changes, and the next one reads the new topic
   */
  RequestThreads(
      WorkerSettings.Delivery settings,
      Deliveries opening,
      RequestHandler handler,
      boolean sharing,
      IntSupplier recreations) {
    this.opening = requireNonNull(opening, "opening is null");
    this.handler = requireNonNull(handler, "handler is null");
    this.sharing = sharing;
    this.recreations = requireNonNull(recreations, "recreations is null");
    AtomicInteger number = new AtomicInteger();
    this.pool =
        Executors.newFixedThreadPool(
            settings.threads(),
            work -> new Thread(work, "laser-worker-" + number.incrementAndGet()));
    this.deliveries =
        IntStream.range(0, consumers(settings))
            .mapToObj(i -> new DeliveryThread("laser-worker-delivery-" + i, this::open, closing))
            .toList();
  }

  /** Consumers that share the threads: no more than there are threads. */
  static int consumers(WorkerSettings.Delivery settings) {
    return Math.min(settings.threads(), settings.consumers());
  }

  void start() {
    deliveries.forEach(DeliveryThread::start);
  }

  /** Whether requests are taken. */
  Health health() {
    return Health.ofParts(deliveries.stream().map(DeliveryThread::health).toArray(Health[]::new));
  }

  /** Stops taking requests, gives back what is unfinished, and waits until all threads are gone. */
  @Override
  public void close() {
    closing.countDown();
    try {
      for (DeliveryThread delivery : deliveries) {
        delivery.join();
      }
      pool.shutdownNow();
      pool.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private Delivery open() {
    int before = recreations.getAsInt();
    BooleanSupplier ends = () -> closing.getCount() == 0 || recreations.getAsInt() != before;
    Delivery.Work work = (record, times) -> pool.submit(() -> handler.handle(record, times));
    return sharing ? opening.share(work, ends) : opening.consume(work, before > 0, ends);
  }
}
