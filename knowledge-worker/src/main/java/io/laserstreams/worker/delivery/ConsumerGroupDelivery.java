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
 * Requests from a consumer group, for brokers without share groups. No more workers than partitions
 * have work. Offsets are committed when work begins, with {@link StartedRequests}, and when a batch
 * is done as a whole, or each request of it where there are suspects, see {@link RequestScheduler}.
 * A request that cannot be done now is begun again: it holds up its partition, and is not lost.
 */
public final class ConsumerGroupDelivery implements Delivery {
  private static final Logger log = LoggerFactory.getLogger(ConsumerGroupDelivery.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WHILE_WORKING = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final RequestScheduler turns;
  private final InFlightRequests inFlight;
  private final BooleanSupplier closing;
  private final LostRecords lost;
  private final WorkerMetrics metrics;
  private boolean anew;
  private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
  private final Map<TopicPartition, StartedRequests> begun = new HashMap<>();
  private final Set<TopicPartition> taken = new HashSet<>();
  private boolean finished;

  /**
   * Closes {@code consumer} at the end; it must not commit by itself, nor choose a place to go on
   * where a position is gone.
   *
   * @param anew whether what is assigned first is read from its beginning, as the topic was made
   *     again
   */
  public ConsumerGroupDelivery(
      Consumer<byte[], byte[]> consumer,
      String topic,
      boolean anew,
      Work work,
      RequestScheduler turns,
      BooleanSupplier closing,
      LostRecords lost,
      WorkerMetrics metrics) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.anew = anew;
    this.turns = requireNonNull(turns, "turns is null");
    this.inFlight = new InFlightRequests(work, turns, this::begin);
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
    if (turns.suspectsInHand()) {
      consumer.pause(consumer.assignment());
    }
    take(POLL);
    while (!batch.isEmpty() && !closing.getAsBoolean()) {
      // Paused, the consumer stays in its group while texts are written; what a rebalance brings
      // joins the batch.
      consumer.pause(consumer.assignment());
      inFlight.await(WHILE_WORKING, closing);
      finish();
      if (turns.suspectsInHand()) {
        settle();
      }
      take(Duration.ZERO);
    }
    settle();
    consumer.resume(consumer.assignment());
  }

  private void take(Duration longest) {
    poll(longest)
        .forEach(
            record -> {
              batch.add(record);
              taken.add(RequestPosition.of(record).partition());
              inFlight.add(record, begunOf(record).times(record.offset()) + 1);
            });
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration longest) {
    try {
      return consumer.poll(longest);
    } catch (OffsetOutOfRangeException e) {
      lost.outOfRange(e, consumer);
      consumer.seekToBeginning(e.partitions());
    } catch (NoOffsetForPartitionException e) {
      consumer.seekToBeginning(e.partitions()); // A group that is new.
    }
    return ConsumerRecords.empty();
  }

  private StartedRequests begunOf(ConsumerRecord<?, ?> record) {
    return begun.get(RequestPosition.of(record).partition());
  }

  private void begin(Collection<RequestPosition> places) {
    places.forEach(place -> begun.get(place.partition()).begin(place.offset()));
    commit(taken);
  }

  private void finish() {
    for (Iterator<ConsumerRecord<byte[], byte[]>> records = batch.iterator(); records.hasNext(); ) {
      ConsumerRecord<byte[], byte[]> record = records.next();
      if (inFlight.isUnfinished(record)) {
        continue;
      }
      if (inFlight.take(record) == Acknowledgement.RELEASE) {
        inFlight.again(record, begunOf(record).times(record.offset()));
      } else {
        begunOf(record).end(record.offset());
        records.remove();
        finished = true;
      }
    }
  }

  private void settle() {
    if (finished) {
      commit(taken);
      inFlight.settle();
      finished = false;
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
      progress.put(partition, new OffsetAndMetadata(next, begun.get(partition).metadata()));
    }
    try {
      consumer.commitSync(progress);
    } catch (CommitFailedException | RebalanceInProgressException e) {
      log.warn(
          "Progress of requests was not committed, because their partitions moved: some are"
              + " answered again ({})",
          e.toString());
      metrics.locksLost(1);
    }
  }

  /**
   * What is done is committed; what is not is left to the next owner, without a count against it.
   */
  private void giveBack(Collection<TopicPartition> partitions) {
    for (Iterator<ConsumerRecord<byte[], byte[]>> records = batch.iterator(); records.hasNext(); ) {
      ConsumerRecord<byte[], byte[]> record = records.next();
      if (!partitions.contains(RequestPosition.of(record).partition())
          || inFlight.isWaiting(record)) {
        continue;
      }
      if (inFlight.isUnfinished(record) || inFlight.take(record) == Acknowledgement.RELEASE) {
        begunOf(record).giveBack(record.offset());
      } else {
        begunOf(record).end(record.offset());
        records.remove();
      }
    }
    commit(partitions.stream().filter(taken::contains).toList());
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      giveBack(partitions);
      forget(partitions);
    }

    /** Their new owner has them already. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      inFlight.cancel(partitions);
      batch.removeIf(record -> partitions.contains(RequestPosition.of(record).partition()));
      begun.keySet().removeAll(partitions);
      taken.removeAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          anew ? Map.of() : consumer.committed(Set.copyOf(partitions));
      partitions.forEach(
          partition -> {
            OffsetAndMetadata offset = committed.get(partition);
            begun.put(partition, StartedRequests.parse(offset == null ? null : offset.metadata()));
          });
      if (anew) {
        consumer.seekToBeginning(partitions);
        anew = false;
      }
    }
  }
}
