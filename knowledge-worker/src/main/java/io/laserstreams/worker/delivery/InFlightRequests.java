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
 * The requests that a delivery has in hand, by their place in the topic. Used by the delivery's
 * thread only.
 */
final class InFlightRequests {
  private static final Logger log = LoggerFactory.getLogger(InFlightRequests.class);
  private static final long LOOK_EVERY_MS = 100;

  private record Delivered(ConsumerRecord<byte[], byte[]> record, int deliveries) {}

  private final Delivery.Work work;
  private final RequestScheduler turns;
  private final Consumer<Collection<RequestPosition>> beforeStart;
  private final Map<RequestPosition, Delivered> waiting = new LinkedHashMap<>();
  private final Map<RequestPosition, Future<Acknowledgement>> started = new LinkedHashMap<>();
  private final Set<RequestPosition> taken = new HashSet<>();

  /**
   * @param beforeStart is told of requests before work on them starts
   */
  InFlightRequests(
      Delivery.Work work,
      RequestScheduler turns,
      Consumer<Collection<RequestPosition>> beforeStart) {
    this.work = requireNonNull(work, "work is null");
    this.turns = requireNonNull(turns, "turns is null");
    this.beforeStart = requireNonNull(beforeStart, "beforeStart is null");
  }

  /**
   * Adds a record whose work starts when it is its turn; for one that is there already it is known.
   */
  void add(ConsumerRecord<byte[], byte[]> record, int deliveries) {
    RequestPosition place = RequestPosition.of(record);
    if (!waiting.containsKey(place) && !started.containsKey(place)) {
      waiting.put(place, new Delivered(record, deliveries));
      turns.enter(place, deliveries);
    }
  }

  private void startWhatMay() {
    List<RequestPosition> ready = waiting.keySet().stream().filter(turns::start).toList();
    if (ready.isEmpty()) {
      return;
    }
    beforeStart.accept(ready);
    for (RequestPosition place : ready) {
      Delivered delivered = waiting.remove(place);
      if (delivered.deliveries() > 1) {
        log.warn(
            "Request {}@{} is delivered for the {}. time: its worker died, was stopped or lost its"
                + " lock before",
            place.partition(),
            place.offset(),
            delivered.deliveries());
      }
      started.put(place, work.start(delivered.record(), delivered.deliveries()));
    }
  }

  /** Starts the work on a record anew that was released. */
  void again(ConsumerRecord<byte[], byte[]> record, int deliveries) {
    taken.remove(RequestPosition.of(record));
    started.put(RequestPosition.of(record), work.start(record, deliveries));
  }

  /** Waits until all that could be started is done, the time is over or {@code stop} says so. */
  void await(Duration longest, BooleanSupplier stop) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!stop.getAsBoolean()) {
      startWhatMay();
      long left =
          Math.min(deadline - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
      Future<Acknowledgement> undone =
          started.values().stream().filter(Predicate.not(Future::isDone)).findFirst().orElse(null);
      if (left <= 0 || undone == null && (!started.isEmpty() || waiting.isEmpty())) {
        return;
      }
      if (undone == null) {
        LockSupport.parkNanos(left);
      } else {
        look(undone, left);
      }
    }
  }

  private static void look(Future<Acknowledgement> future, long nanos) {
    try {
      future.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      // The caller looks at the future itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  /** Whether it waits for its turn. */
  boolean isWaiting(ConsumerRecord<?, ?> record) {
    return waiting.containsKey(RequestPosition.of(record));
  }

  /** Whether it waits for its turn or is being worked on. */
  boolean isUnfinished(ConsumerRecord<?, ?> record) {
    Future<Acknowledgement> future = started.get(RequestPosition.of(record));
    return isWaiting(record) || future != null && !future.isDone();
  }

  /**
   * Takes a record out and tells what becomes of it; one that is not done is cancelled and
   * released.
   */
  Acknowledgement take(ConsumerRecord<?, ?> record) {
    RequestPosition place = RequestPosition.of(record);
    taken.add(place);
    waiting.remove(place);
    Future<Acknowledgement> future = started.remove(place);
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
          "Work on {}-{}@{} broke down; the request is released",
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

  /** What was taken out is acknowledged. */
  void settle() {
    taken.forEach(turns::leave);
    taken.clear();
  }

  /** Cancels work at these places; how much there was. */
  int cancel(TopicPartition partition, Set<Long> offsets) {
    return cancel(place -> place.partition().equals(partition) && offsets.contains(place.offset()));
  }

  void cancel(Collection<TopicPartition> partitions) {
    cancel(place -> partitions.contains(place.partition()));
  }

  void cancelAll() {
    cancel(place -> true);
    settle();
  }

  private int cancel(Predicate<RequestPosition> which) {
    List<RequestPosition> gone = new ArrayList<>();
    waiting.keySet().stream().filter(which).forEach(gone::add);
    started.keySet().stream().filter(which).forEach(gone::add);
    gone.forEach(
        place -> {
          waiting.remove(place);
          Future<Acknowledgement> future = started.remove(place);
          if (future != null) {
            future.cancel(true);
          }
          turns.leave(place);
        });
    return gone.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty() && started.isEmpty();
  }
}
