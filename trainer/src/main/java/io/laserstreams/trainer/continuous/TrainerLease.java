package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ensures that one trainer of a group trains at a time. All of them subscribe to the models topic,
 * which has one partition; the group assigns that partition to one of them, and to another once
 * that one is gone. The others stand by.
 *
 * <p>A trainer that lost the lease without having noticed yet does no harm: its transactional
 * producer is fenced by the next one's. A thread of its own keeps the membership alive during long
 * rounds; it reads no records.
 */
final class TrainerLease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrainerLease.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long PAUSE_MS = 1_000;

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final String topic;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private boolean held;
  private boolean member;

  /**
   * @param consumers creates consumers in the trainers' group; this lease closes them
   */
  TrainerLease(Supplier<Consumer<byte[], byte[]>> consumers, String topic) {
    this.consumers = requireNonNull(consumers, "consumers is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.thread = new Thread(this::run, "laser-trainer-lease");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  synchronized boolean held() {
    return held;
  }

  /** Whether the group has accepted this trainer, to train or to stand by. */
  synchronized boolean member() {
    return member;
  }

  /** Waits for the lease; false if the time runs out first. */
  synchronized boolean await(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!held) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    set(false, false);
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        keep(consumer);
      } catch (KafkaException e) {
        set(false, false);
        log.warn("Cannot join the group of trainers; trying again: {}", e.toString());
        pause();
      }
    }
  }

  private void keep(Consumer<byte[], byte[]> consumer) {
    consumer.subscribe(
        List.of(topic),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(consumer.assignment());
            set(!consumer.assignment().isEmpty(), true);
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            set(partitions.isEmpty() && held(), true);
          }

          @Override
          public void onPartitionsLost(Collection<TopicPartition> partitions) {
            set(false, false);
          }
        });
    while (closing.getCount() > 0) {
      consumer.poll(POLL);
    }
  }

  private synchronized void set(boolean nowHeld, boolean nowMember) {
    if (nowHeld != held) {
      log.info(nowHeld ? "This trainer holds the lease and trains" : "This trainer stands by");
    }
    held = nowHeld;
    member = nowMember;
    notifyAll();
  }

  private void pause() {
    try {
      closing.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }
}
