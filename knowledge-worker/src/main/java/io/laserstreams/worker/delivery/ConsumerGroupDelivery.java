package io.laserstreams.worker.delivery;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests from a consumer group, for brokers without share groups. At most as many workers as
 * partitions have work. Offsets are committed when work starts, with {@link StartedRequests} as
 * metadata, and when a whole batch is done, or each request of it if the worker holds suspects, see
 * {@link RequestScheduler}. A released request is started again: it blocks its partition, and is
 * not lost.
 */
public final class ConsumerGroupDelivery implements Delivery {
  private static final Logger log = LoggerFactory.getLogger(ConsumerGroupDelivery.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration POLL_INTERVAL_WHILE_WORKING = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final RequestScheduler scheduler;
  private final InFlightRequests inFlight;
  private final BooleanSupplier closing;
  private final LostRecords lost;
  private final WorkerMetrics metrics;
  private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
  private final Map<TopicPartition, StartedRequests> started = new HashMap<>();
  private final Set<TopicPartition> fetched = new HashSet<>();
  private boolean fromBeginning;
  private boolean uncommitted;

  /**
   * Closes {@code consumer} at the end; its auto-commit must be off and its auto.offset.reset none.
   *
   * @param fromBeginning whether to read the first assigned partitions from their beginning,
   *     because the topic was recreated
   */
  public ConsumerGroupDelivery(
      Consumer<byte[], byte[]> consumer,
      String topic,
      boolean fromBeginning,
      Work work,
      RequestScheduler scheduler,
      BooleanSupplier closing,
      LostRecords lost,
      WorkerMetrics metrics) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.fromBeginning = fromBeginning;
    this.scheduler = requireNonNull(scheduler, "scheduler is null");
    this.inFlight = new InFlightRequests(work, scheduler, this::start);
    this.closing = requireNonNull(closing, "closing is null");
    this.lost = requireNonNull(lost, "lost is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(Set.of(topic), new Rebalance());
      while (!closing.getAsBoolean()) {
        round();
      }
      giveBack(consumer.assignment());
    } finally {
      inFlight.cancelAll();
    }
  }

  private void round() {
    if (scheduler.holdsSuspects()) {
      consumer.pause(consumer.assignment());
    }
    fetch(POLL);
    while (!batch.isEmpty() && !closing.getAsBoolean()) {
      // Polling while paused keeps the consumer in its group while texts are written; requests of
      // partitions that a rebalance assigns join the batch.
      consumer.pause(consumer.assignment());
      inFlight.await(POLL_INTERVAL_WHILE_WORKING, closing);
      finishDone();
      if (scheduler.holdsSuspects()) {
        commitFinished();
      }
      fetch(Duration.ZERO);
    }
    commitFinished();
    consumer.resume(consumer.assignment());
  }

  private void fetch(Duration timeout) {
    poll(timeout)
        .forEach(
            record -> {
              batch.add(record);
              fetched.add(RequestPosition.of(record).partition());
              inFlight.add(record, started(record).times(record.offset()) + 1);
            });
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      return consumer.poll(timeout);
    } catch (OffsetOutOfRangeException e) {
      lost.outOfRange(e, consumer);
      consumer.seekToBeginning(e.partitions());
    } catch (NoOffsetForPartitionException e) {
      consumer.seekToBeginning(e.partitions()); // The group is new.
    }
    return ConsumerRecords.empty();
  }

  private StartedRequests started(ConsumerRecord<?, ?> record) {
    return started(RequestPosition.of(record).partition());
  }

  private StartedRequests started(TopicPartition partition) {
    return requireNonNull(started.get(partition), "the partition is not assigned");
  }

  private void start(Collection<RequestPosition> positions) {
    positions.forEach(position -> started(position.partition()).start(position.offset()));
    commit(fetched);
  }

  private void finishDone() {
    for (Iterator<ConsumerRecord<byte[], byte[]>> records = batch.iterator(); records.hasNext(); ) {
      ConsumerRecord<byte[], byte[]> record = records.next();
      if (inFlight.isUnfinished(record)) {
        continue;
      }
      if (inFlight.take(record) == Acknowledgement.RELEASE) {
        inFlight.restart(record, started(record).times(record.offset()));
      } else {
        started(record).finish(record.offset());
        records.remove();
        uncommitted = true;
      }
    }
  }

  private void commitFinished() {
    if (uncommitted) {
      commit(fetched);
      inFlight.settle();
      uncommitted = false;
    }
  }

  private void commit(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> progress = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long next =
          batch.stream()
              .filter(record -> RequestPosition.of(record).partition().equals(partition))
              .mapToLong(ConsumerRecord::offset)
              .min()
              .orElseGet(() -> consumer.position(partition));
      progress.put(partition, new OffsetAndMetadata(next, started(partition).metadata()));
    }
    try {
      consumer.commitSync(progress);
    } catch (CommitFailedException | RebalanceInProgressException e) {
      log.warn(
          "Cannot commit the progress of requests, because their partitions were reassigned: some"
              + " are answered again ({})",
          e.toString());
      metrics.locksLost(1);
    }
  }

  /**
   * Commits finished requests; leaves unfinished ones to the next owner, without counting against
   * them.
   */
  private void giveBack(Collection<TopicPartition> partitions) {
    for (Iterator<ConsumerRecord<byte[], byte[]>> records = batch.iterator(); records.hasNext(); ) {
      ConsumerRecord<byte[], byte[]> record = records.next();
      if (!partitions.contains(RequestPosition.of(record).partition())
          || inFlight.isWaiting(record)) {
        continue;
      }
      if (inFlight.isUnfinished(record) || inFlight.take(record) == Acknowledgement.RELEASE) {
        started(record).giveBack(record.offset());
      } else {
        started(record).finish(record.offset());
        records.remove();
      }
    }
    commit(partitions.stream().filter(fetched::contains).toList());
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      giveBack(partitions);
      forget(partitions);
    }

    /** Another consumer owns the partitions already, so nothing can be committed. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      inFlight.cancel(partitions);
      batch.removeIf(record -> partitions.contains(RequestPosition.of(record).partition()));
      started.keySet().removeAll(partitions);
      fetched.removeAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          fromBeginning ? Map.of() : consumer.committed(Set.copyOf(partitions));
      partitions.forEach(
          partition -> {
            OffsetAndMetadata offset = committed.get(partition);
            started.put(
                partition, StartedRequests.parse(offset == null ? null : offset.metadata()));
          });
      if (fromBeginning) {
        consumer.seekToBeginning(partitions);
        fromBeginning = false;
      }
    }
  }
}
