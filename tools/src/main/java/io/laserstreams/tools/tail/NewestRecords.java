package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the newest matching records of a topic. Each partition is read in windows of offsets from
 * its end backwards, each four times as large as the one after it, until there are enough or it is
 * read in full; no record is read twice.
 */
final class NewestRecords<T> {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int FIRST_WINDOW = 100;
  private static final int GROWTH = 4;

  private final Consumer<byte[], byte[]> consumer;
  private final Function<ConsumerRecord<byte[], byte[]>, Optional<T>> match;

  /**
   * @param consumer whose assignment this object changes
   */
  NewestRecords(
      Consumer<byte[], byte[]> consumer,
      Function<ConsumerRecord<byte[], byte[]>, Optional<T>> match) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.match = requireNonNull(match, "match is null");
  }

  private record Found<T>(long timestamp, T match) {}

  /**
   * The newest {@code count} matches before the ends, oldest first: by offset within a partition,
   * by record time across partitions.
   */
  List<T> before(Map<TopicPartition, Long> ends, int count) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(ends.keySet());
    Collection<Deque<Found<T>>> partitions = new ArrayList<>();
    ends.forEach(
        (partition, end) ->
            partitions.add(
                inPartition(partition, beginnings.getOrDefault(partition, end), end, count)));
    ArrayDeque<T> newest = new ArrayDeque<>();
    while (newest.size() < count) {
      Optional<Deque<Found<T>>> next =
          partitions.stream()
              .filter(found -> !found.isEmpty())
              .max(Comparator.comparingLong(found -> found.getLast().timestamp()));
      if (next.isEmpty()) {
        break;
      }
      newest.addFirst(next.get().removeLast().match());
    }
    return List.copyOf(newest);
  }

  private Deque<Found<T>> inPartition(
      TopicPartition partition, long beginning, long end, int count) {
    Deque<Found<T>> found = new ArrayDeque<>();
    long window = FIRST_WINDOW;
    for (long to = end; to > beginning && found.size() < count; window *= GROWTH) {
      long from = Math.max(beginning, to - window);
      Deque<Found<T>> earlier = inWindow(partition, from, to, count - found.size());
      earlier.descendingIterator().forEachRemaining(found::addFirst);
      to = from;
    }
    return found;
  }

  private Deque<Found<T>> inWindow(TopicPartition partition, long from, long to, int count) {
    Deque<Found<T>> found = new ArrayDeque<>();
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    while (consumer.position(partition) < to) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < to) {
          match
              .apply(record)
              .ifPresent(value -> found.addLast(new Found<>(record.timestamp(), value)));
        }
        if (found.size() > count) {
          found.removeFirst();
        }
      }
    }
    return found;
  }
}
