package io.laserstreams.worker.delivery;

import static java.util.Objects.requireNonNull;

import io.laserstreams.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests from a share group (KIP-932): any number of workers share the partitions, and each
 * request is locked for one of them and acknowledged individually. A lock is renewed (KIP-1222)
 * after a third of its time while the work continues. When a worker dies, its locks expire, and its
 * requests are delivered to others.
 *
 * <p>One batch at a time: the next one is fetched after each record of the last is acknowledged,
 * and acknowledgements do not wait for the next poll. Kafka 4.3.1 would send them with a fetch,
 * which takes records of other partitions, too; their locks would run while they wait in the
 * consumer. Nor does a suspect, see {@link RequestScheduler}, wait for requests that are done.
 */
public final class ShareGroupDelivery implements Delivery {
  private static final Logger log = LoggerFactory.getLogger(ShareGroupDelivery.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int DEFAULT_LOCK_MS = 30_000;
  private static final int RENEWALS_PER_LOCK = 3;
  private static final short FIRST_DELIVERY = 1;

  private final ShareConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final RequestScheduler scheduler;
  private final InFlightRequests inFlight;
  private final BooleanSupplier closing;
  private final WorkerMetrics metrics;

  /** Closes {@code consumer} at the end; it must acknowledge explicitly. */
  public ShareGroupDelivery(
      ShareConsumer<byte[], byte[]> consumer,
      String topic,
      Work work,
      RequestScheduler scheduler,
      BooleanSupplier closing,
      WorkerMetrics metrics) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.scheduler = requireNonNull(scheduler, "scheduler is null");
    this.inFlight = new InFlightRequests(work, scheduler, positions -> {});
    this.closing = requireNonNull(closing, "closing is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.setAcknowledgementCommitCallback(this::acknowledged);
      consumer.subscribe(Set.of(topic));
      while (!closing.getAsBoolean()) {
        round();
      }
    } finally {
      inFlight.cancelAll();
    }
  }

  private void round() {
    if (inFlight.isEmpty() && scheduler.holdsSuspects()) {
      LockSupport.parkNanos(POLL.toNanos());
      return;
    }
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    if (records.isEmpty()) {
      return; // A later poll returns the records of a renewal in progress; their locks hold.
    }
    records.forEach(record -> inFlight.add(record, record.deliveryCount().orElse(FIRST_DELIVERY)));
    inFlight.await(renewalInterval(), closing);
    int renewed = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (inFlight.isUnfinished(record) && !closing.getAsBoolean()) {
        consumer.acknowledge(record, AcknowledgeType.RENEW);
        renewed++;
      } else {
        consumer.acknowledge(record, type(inFlight.take(record)));
      }
    }
    consumer.commitSync();
    inFlight.settle();
    metrics.locksRenewed(renewed);
  }

  private Duration renewalInterval() {
    return Duration.ofMillis(
        consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MS) / RENEWALS_PER_LOCK);
  }

  /** The consumer calls this within poll, commit and close. */
  private void acknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception failure) {
    if (failure == null) {
      return;
    }
    offsets.forEach(
        (partition, lost) -> {
          int cancelled = inFlight.cancel(partition.topicPartition(), lost);
          log.warn(
              "Lost the locks on {} at {}, {} of them on unfinished work: the requests are"
                  + " delivered again ({})",
              partition.topicPartition(),
              lost,
              cancelled,
              failure.toString());
          metrics.locksLost(lost.size());
        });
  }

  private static AcknowledgeType type(Acknowledgement acknowledgement) {
    return switch (acknowledgement) {
      case ACCEPT -> AcknowledgeType.ACCEPT;
      case RELEASE -> AcknowledgeType.RELEASE;
      case REJECT -> AcknowledgeType.REJECT;
    };
  }
}
