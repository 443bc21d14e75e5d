package io.laserstreams.worker.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that a delivery holds, by their position on the topic. Used by the delivery's thread
 * only.
 */
final class InFlightRequests {
  private static final Logger log = LoggerFactory.getLogger(InFlightRequests.class);
  private static final long CHECK_INTERVAL_MS = 100;

  private record Delivered(ConsumerRecord<byte[], byte[]> record, int deliveries) {}

  private final Delivery.Work work;
  private final RequestScheduler scheduler;
  private final Consumer<Collection<RequestPosition>> beforeStart;
  private final Map<RequestPosition, Delivered> waiting = new LinkedHashMap<>();
  private final Map<RequestPosition, Future<Acknowledgement>> started = new LinkedHashMap<>();
  private final Set<RequestPosition> unacknowledged = new HashSet<>();

  /**
   * @param beforeStart is notified of requests before work on them starts
   */
  InFlightRequests(
      Delivery.Work work,
      RequestScheduler scheduler,
      Consumer<Collection<RequestPosition>> beforeStart) {
    this.work = requireNonNull(work, "work is null");
    this.scheduler = requireNonNull(scheduler, "scheduler is null");
    this.beforeStart = requireNonNull(beforeStart, "beforeStart is null");
  }

  /**
   * Adds a record; work on it starts when the scheduler allows. A record that is held already is
   * not added again.
   */
  void add(ConsumerRecord<byte[], byte[]> record, int deliveries) {
    RequestPosition position = RequestPosition.of(record);
    if (!waiting.containsKey(position) && !started.containsKey(position)) {
      waiting.put(position, new Delivered(record, deliveries));
      scheduler.add(position, deliveries);
    }
  }

  private void startReady() {
    List<RequestPosition> ready = waiting.keySet().stream().filter(scheduler::tryStart).toList();
    if (ready.isEmpty()) {
      return;
    }
    beforeStart.accept(ready);
    for (RequestPosition position : ready) {
      Delivered delivered = requireNonNull(waiting.remove(position), "the request does not wait");
      if (delivered.deliveries() > 1) {
        log.warn(
            "Delivery {} of request {}@{}: before, its worker died, was stopped or lost its lock",
            delivered.deliveries(),
            position.partition(),
            position.offset());
      }
      started.put(position, work.start(delivered.record(), delivered.deliveries()));
    }
  }

  /** Starts work on a released record again. */
  void restart(ConsumerRecord<byte[], byte[]> record, int deliveries) {
    unacknowledged.remove(RequestPosition.of(record));
    started.put(RequestPosition.of(record), work.start(record, deliveries));
  }

  /** Waits until all requests that may start are done, for {@code timeout}, or until stopped. */
  void await(Duration timeout, BooleanSupplier stop) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!stop.getAsBoolean()) {
      startReady();
      long left =
          Math.min(deadline - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(CHECK_INTERVAL_MS));
      Future<Acknowledgement> undone =
          started.values().stream().filter(Predicate.not(Future::isDone)).findFirst().orElse(null);
      if (left <= 0 || (undone == null && (!started.isEmpty() || waiting.isEmpty()))) {
        return;
      }
      if (undone == null) {
        LockSupport.parkNanos(left);
      } else {
        awaitDone(undone, left);
      }
    }
  }

  private static void awaitDone(Future<Acknowledgement> future, long nanos) {
    try {
      future.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      // take() reads the future's result.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  /** Whether work on the record has not started. */
  boolean isWaiting(ConsumerRecord<?, ?> record) {
    return waiting.containsKey(RequestPosition.of(record));
  }

  /** Whether work on the record has not started or is not done. */
  boolean isUnfinished(ConsumerRecord<?, ?> record) {
    Future<Acknowledgement> future = started.get(RequestPosition.of(record));
    return isWaiting(record) || (future != null && !future.isDone());
  }

  /**
   * Removes a record and returns its acknowledgement, to be followed by {@link #settle}; unfinished
   * work is cancelled and the record released.
   */
  Acknowledgement take(ConsumerRecord<?, ?> record) {
    RequestPosition position = RequestPosition.of(record);
    unacknowledged.add(position);
    waiting.remove(position);
    Future<Acknowledgement> future = started.remove(position);
    if (future == null) {
      return Acknowledgement.RELEASE;
    }
    if (!future.isDone()) {
      future.cancel(true);
    }
    try {
      return future.get();
    } catch (CancellationException e) {
      return Acknowledgement.RELEASE;
    } catch (ExecutionException e) {
      log.error(
          "Work on {}-{}@{} failed; the request is released",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getCause());
      return Acknowledgement.RELEASE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Acknowledgement.RELEASE;
    }
  }

  /** The acknowledgements of all removed records are durable. */
  void settle() {
    unacknowledged.forEach(scheduler::remove);
    unacknowledged.clear();
  }

  /** Cancels the requests at these offsets; returns how many were held. */
  int cancel(TopicPartition partition, Set<Long> offsets) {
    return cancel(
        position -> position.partition().equals(partition) && offsets.contains(position.offset()));
  }

  void cancel(Collection<TopicPartition> partitions) {
    cancel(position -> partitions.contains(position.partition()));
  }

  void cancelAll() {
    cancel(position -> true);
    settle();
  }

  private int cancel(Predicate<RequestPosition> which) {
    List<RequestPosition> gone = new ArrayList<>();
    waiting.keySet().stream().filter(which).forEach(gone::add);
    started.keySet().stream().filter(which).forEach(gone::add);
    gone.forEach(
        position -> {
          waiting.remove(position);
          Future<Acknowledgement> future = started.remove(position);
          if (future != null) {
            future.cancel(true);
          }
          scheduler.remove(position);
        });
    return gone.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty() && started.isEmpty();
  }
}
