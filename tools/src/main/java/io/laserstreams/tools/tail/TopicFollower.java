package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.client.Partitions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic from a start on and prints its lines. For one thread. */
final class TopicFollower {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final RecordView view;
  private final LinePrinter lines;
  private final PrintWriter err;
  private Instant since = Instant.MIN;

  TopicFollower(
      Consumer<byte[], byte[]> consumer,
      String topic,
      RecordView view,
      LinePrinter lines,
      PrintWriter err) {
    this.consumer = requireNonNull(consumer, "consumer is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.view = requireNonNull(view, "view is null");
    this.lines = requireNonNull(lines, "lines is null");
    this.err = requireNonNull(err, "err is null");
  }

  /**
   * Prints up to the end that the topic has now, and with {@code follow} what comes after it.
   *
   * @throws io.laserstreams.runtime.failure.UserException if the topic is deleted meanwhile
   */
  void run(StartPoint start, boolean follow) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(Partitions.of(consumer, topic));
    Map<TopicPartition, Long> positions = positions(start, ends);
    consumer.assign(positions.keySet());
    positions.forEach(consumer::seek);
    boolean atEnd = false;
    while (lines.flush()) {
      if (!atEnd
          && ends.entrySet().stream()
              .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
        atEnd = true;
        report(follow);
        if (!follow) {
          return;
        }
      }
      poll();
      if (atEnd) {
        assignNewPartitions();
      }
    }
  }

  /** Where to read on; the newest records are printed at once. */
  private Map<TopicPartition, Long> positions(StartPoint start, Map<TopicPartition, Long> ends) {
    if (start instanceof StartPoint.Last last) {
      new NewestRecords<>(consumer, view::line).before(ends, last.count()).forEach(lines::print);
      return ends;
    }
    if (start instanceof StartPoint.Since time) {
      since = time.time();
      return positionsAt(since.toEpochMilli(), ends);
    }
    return consumer.beginningOffsets(ends.keySet());
  }

  private Map<TopicPartition, Long> positionsAt(long time, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> times = new HashMap<>();
    ends.keySet().forEach(partition -> times.put(partition, Math.max(0, time)));
    Map<TopicPartition, Long> positions = new HashMap<>(ends);
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                positions.put(partition, found.offset());
              }
            });
    return positions;
  }

  private void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (!Instant.ofEpochMilli(record.timestamp()).isBefore(since)) {
        view.line(record).ifPresent(lines::print);
      }
    }
  }

  /** Fails if the topic is gone. */
  private void assignNewPartitions() {
    List<TopicPartition> added = new ArrayList<>(Partitions.of(consumer, topic));
    added.removeAll(consumer.assignment());
    if (!added.isEmpty()) {
      added.addAll(consumer.assignment());
      consumer.assign(
          added); // Positions of the others stay; the new ones start at their beginning.
    }
  }

  private void report(boolean follow) {
    if (follow) {
      err.println("laser: at the end of " + topic + ", waiting for more; Ctrl-C ends it.");
    } else if (lines.printed() == 0) {
      err.println("laser: no record of " + topic + " to print.");
    }
    err.flush();
  }
}
