package io.laserstreams.worker.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests that are being worked on, by their place in the topic. Used by the delivery's thread only. */
final class InFlight {
  private static final Logger log = LoggerFactory.getLogger(InFlight.class);
  private static final long LOOK_EVERY_MS = 100;

  /** Where a record lies. */
  record Place(TopicPartition partition, long offset) {
    static Place of(ConsumerRecord<?, ?> record) {
      return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
  }

  private final Delivery.Work work;
  private final Map<Place, Future<Verdict>> futures = new LinkedHashMap<>();

  InFlight(Delivery.Work work) {
    this.work = requireNonNull(work, "work is null");
  }

  /** Starts work on a record; one that is already being worked on goes on. */
  void start(ConsumerRecord<byte[], byte[]> record) {
    futures.computeIfAbsent(Place.of(record), place -> work.start(record));
  }

  /** Waits until all are done, the time is over or {@code stop} says so; whether all are done. */
  boolean await(Duration longest, BooleanSupplier stop) {
    long deadline = System.nanoTime() + longest.toNanos();
    for (Future<Verdict> future : futures.values()) {
      while (!future.isDone()) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || stop.getAsBoolean()) {
          return false;
        }
        look(future, Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS)));
      }
    }
    return true;
  }

  private static void look(Future<Verdict> future, long nanos) {
    try {
      future.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      // The caller looks at the future itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  boolean isDone(ConsumerRecord<?, ?> record) {
    Future<Verdict> future = futures.get(Place.of(record));
    return future == null || future.isDone();
  }

  /** Takes a record out and tells what becomes of it; one that is not done is cancelled and released. */
  Verdict take(ConsumerRecord<?, ?> record) {
    Future<Verdict> future = futures.remove(Place.of(record));
    if (future == null) {
      return Verdict.RELEASE;
    }
    if (!future.isDone()) {
      future.cancel(true);
    }
    try {
      return future.get();
    } catch (CancellationException e) {
      return Verdict.RELEASE;
    } catch (ExecutionException e) {
      log.error("Work on {}-{}@{} broke down; the request is released", record.topic(), record.partition(), record.offset(),
          e.getCause());
      return Verdict.RELEASE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.RELEASE;
    }
  }

  /** Cancels work at these places; how much there was. */
  int cancel(TopicPartition partition, Set<Long> offsets) {
    return (int) offsets.stream().map(offset -> futures.remove(new Place(partition, offset)))
        .filter(future -> future != null).peek(future -> future.cancel(true)).count();
  }

  void cancel(Collection<TopicPartition> partitions) {
    futures.entrySet().removeIf(entry -> {
      boolean gone = partitions.contains(entry.getKey().partition());
      if (gone) {
        entry.getValue().cancel(true);
      }
      return gone;
    });
  }

  void cancelAll() {
    futures.values().forEach(future -> future.cancel(true));
    futures.clear();
  }

  boolean isEmpty() {
    return futures.isEmpty();
  }
}
