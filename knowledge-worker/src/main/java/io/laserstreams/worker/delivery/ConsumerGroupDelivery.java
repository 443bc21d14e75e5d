package io.laserstreams.worker.delivery;

import static java.util.Objects.requireNonNull;

import io.laserstreams.worker.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests from a consumer group, for brokers without share groups. No more workers than partitions have work. Offsets are committed
 * when a batch is done as a whole, and a request that cannot be done now is begun again: it holds up its partition, and is not lost.
 */
public final class ConsumerGroupDelivery implements Delivery {
  private static final Logger log = LoggerFactory.getLogger(ConsumerGroupDelivery.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WHILE_WORKING = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final InFlight inFlight;
  private final BooleanSupplier closing;
  private final WorkerMetrics metrics;
  private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();

  /** Closes {@code consumer} at the end; it must not commit by itself. */
  public ConsumerGroupDelivery(Consumer<byte[], byte[]> consumer, String topic, Work work, BooleanSupplier closing,
      WorkerMetrics metrics) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.inFlight = new InFlight(work);
    this.closing = requireNonNull(closing, "closing is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(Set.of(topic), new Rebalance());
      while (!closing.getAsBoolean()) {
        round();
      }
    } finally {
      inFlight.cancelAll();
    }
  }

  private void round() {
    take();
    while (!batch.isEmpty() && !closing.getAsBoolean()) {
      // Paused, the consumer stays in its group while texts are written; what a rebalance brings joins the batch.
      consumer.pause(consumer.assignment());
      if (inFlight.await(WHILE_WORKING, closing)) {
        batch.removeIf(record -> inFlight.take(record) != Verdict.RELEASE);
        batch.forEach(inFlight::start);
      }
      if (batch.isEmpty()) {
        commit();
        consumer.resume(consumer.assignment());
      } else {
        take();
      }
    }
  }

  private void take() {
    consumer.poll(batch.isEmpty() ? POLL : Duration.ZERO).forEach(record -> {
      batch.add(record);
      inFlight.start(record);
    });
  }

  private void commit() {
    try {
      consumer.commitSync();
    } catch (CommitFailedException | RebalanceInProgressException e) {
      log.warn("A batch of requests was answered but not committed, because its partitions moved: it is answered again ({})",
          e.toString());
      metrics.locksLost(1);
    }
  }

  /** Work on partitions that moved is left to their new owner. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      inFlight.cancel(partitions);
      batch.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
