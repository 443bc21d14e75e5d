package io.laserstreams.runtime.streams.commit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Has tasks committed early whose output somebody waits for. A commit flushes the producer, and
 * under exactly-once it is what makes the output visible.
 *
 * <p>Kafka Streams polls once it has processed what it can, and looks for requested commits after
 * each poll. So a poll that finds nothing, while brokers have nothing more that is known, is the
 * moment at which a commit delays no record. Before that, records are processed first, and one
 * commit is for all of them; in a backlog that moment does not come, and commits follow the
 * interval of Kafka Streams alone.
 *
 * <p>One object serves an app, by way of {@link CommittingClients}. What it keeps belongs to the
 * stream thread that calls it: Kafka Streams polls, processes and commits on one thread.
 */
public final class IdleCommits {
  private final Duration minInterval;
  private final LongSupplier nanoTime;
  private final ThreadLocal<Waiting> threads;

  /**
   * @param minInterval from any commit of a thread to the next one that is requested here, so that
   *     brokers are not busy with small transactions
   * @param nanoTime as of {@link System#nanoTime}
   */
  public IdleCommits(Duration minInterval, LongSupplier nanoTime) {
    this.minInterval = requireNonNull(minInterval, "minInterval is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.threads = ThreadLocal.withInitial(Waiting::new);
  }

  /** The tasks of a stream thread that have not been committed since somebody waits for them. */
  private final class Waiting {
    private final Set<ProcessingContext> tasks = Collections.newSetFromMap(new IdentityHashMap<>());
    private long committedAt = nanoTime.getAsLong() - minInterval.toNanos();

    /** Zero if the next commit may come now. */
    Duration untilDue() {
      long passed = nanoTime.getAsLong() - committedAt;
      return Duration.ofNanos(Math.max(0, minInterval.toNanos() - passed));
    }
  }

  /** The task has just written something that somebody waits for. */
  public void soon(ProcessingContext task) {
    threads.get().tasks.add(task);
  }

  /** The task is being closed, and must not be asked to commit any more. */
  public void forget(ProcessingContext task) {
    threads.get().tasks.remove(task);
  }

  /** Polls for a stream thread; waits no longer than a commit that is waited for. */
  ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
    Waiting waiting = threads.get();
    if (waiting.tasks.isEmpty() || hasMore(consumer)) {
      return consumer.poll(timeout);
    }
    Duration due = waiting.untilDue();
    ConsumerRecords<byte[], byte[]> polled =
        consumer.poll(due.compareTo(timeout) < 0 ? due : timeout);
    if (polled.isEmpty() && waiting.untilDue().isZero()) {
      waiting.tasks.forEach(ProcessingContext::commit);
      waiting.tasks.clear();
    }
    return polled;
  }

  /** The calling thread has committed all its tasks. */
  void committed() {
    Waiting waiting = threads.get();
    waiting.tasks.clear();
    waiting.committedAt = nanoTime.getAsLong();
  }

  /** Whether brokers have records that were not returned yet, as of the last fetch. */
  private static boolean hasMore(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> paused = consumer.paused(); // such as those of tasks that are restored
    return consumer.assignment().stream()
        .filter(partition -> !paused.contains(partition))
        .anyMatch(partition -> consumer.currentLag(partition).orElse(0) > 0);
  }
}
