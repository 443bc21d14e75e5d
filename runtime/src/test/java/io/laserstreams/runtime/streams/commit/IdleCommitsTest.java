package io.laserstreams.runtime.streams.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;

class IdleCommitsTest {
  private static final TopicPartition QUESTIONS = new TopicPartition("questions", 0);
  private static final Duration LONG_POLL = Duration.ofMillis(100);

  private final Broker broker = new Broker();
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final MockProcessorContext<Void, Void> task = task(0);
  private long nanos = Duration.ofSeconds(1).toNanos();
  private final IdleCommits commits = new IdleCommits(Duration.ofMillis(10), () -> nanos);
  private final CommittingClients clients =
      new CommittingClients(
          new DefaultKafkaClientSupplier() {
            @Override
            public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
              return broker;
            }

            @Override
            public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
              return producer;
            }
          },
          commits);
  private final Consumer<byte[], byte[]> consumer = clients.getConsumer(Map.of());

  /** Remembers how long the last poll was allowed to wait. */
  private static final class Broker extends MockConsumer<byte[], byte[]> {
    private Duration timeout;

    Broker() {
      super("earliest");
      assign(List.of(QUESTIONS));
      updateBeginningOffsets(Map.of(QUESTIONS, 0L));
      updateEndOffsets(Map.of(QUESTIONS, 0L));
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration newTimeout) {
      timeout = newTimeout;
      return super.poll(newTimeout);
    }

    void has(long offset) {
      addRecord(new ConsumerRecord<>(QUESTIONS.topic(), 0, offset, new byte[0], new byte[0]));
      updateEndOffsets(Map.of(QUESTIONS, offset + 1));
    }
  }

  private static MockProcessorContext<Void, Void> task(int partition) {
    return new MockProcessorContext<>(
        new Properties(), new TaskId(0, partition), new File("unused"));
  }

  @Test
  void shouldCommitOnceAPollFindsNothing() {
    broker.has(0);
    assertEquals(1, poll());
    commits.soon(task);
    assertEquals(0, poll());
    assertEquals(Duration.ZERO, broker.timeout);
    assertTrue(task.committed());
  }

  @Test
  void shouldPollAsKafkaStreamsDoesIfNobodyWaits() {
    assertEquals(0, poll());
    assertEquals(LONG_POLL, broker.timeout);
    commits.soon(task);
    poll();
    poll();
    assertEquals(LONG_POLL, broker.timeout, "after the commit was requested");
  }

  @Test
  void shouldFirstHaveProcessedWhatHasArrivedMeanwhile() {
    poll();
    commits.soon(task);
    broker.schedulePollTask(() -> broker.has(0));
    assertEquals(1, poll());
    assertFalse(task.committed());
    poll();
    assertTrue(task.committed());
  }

  @Test
  void shouldLeaveABacklogToTheInterval() {
    poll();
    broker.updateEndOffsets(Map.of(QUESTIONS, 1_000L));
    commits.soon(task);
    poll();
    assertEquals(LONG_POLL, broker.timeout, "the rest is on its way");
    assertFalse(task.committed());
  }

  @Test
  void shouldNotWaitForPartitionsThatArePausedWhileTheirTasksAreRestored() {
    poll();
    broker.updateEndOffsets(Map.of(QUESTIONS, 1_000L));
    broker.pause(List.of(QUESTIONS));
    commits.soon(task);
    poll();
    assertTrue(task.committed());
  }

  @Test
  void shouldKeepADistanceFromTheCommitBefore() {
    consumer.commitSync(Map.of(QUESTIONS, new OffsetAndMetadata(0)));
    nanos += Duration.ofMillis(3).toNanos();
    commits.soon(task);
    poll();
    assertEquals(Duration.ofMillis(7), broker.timeout);
    assertFalse(task.committed());
    nanos += Duration.ofMillis(7).toNanos();
    poll();
    assertEquals(Duration.ZERO, broker.timeout);
    assertTrue(task.committed());
  }

  @Test
  void shouldNotWaitLongerThanKafkaStreamsWould() {
    consumer.commitSync(Map.of(QUESTIONS, new OffsetAndMetadata(0)));
    commits.soon(task);
    consumer.poll(Duration.ofMillis(2));
    assertEquals(Duration.ofMillis(2), broker.timeout);
  }

  @Test
  void shouldNotCommitAgainWhatATransactionHasCommitted() {
    Producer<byte[], byte[]> transactional = clients.getProducer(Map.of());
    transactional.initTransactions();
    transactional.beginTransaction();
    commits.soon(task);
    transactional.commitTransaction();
    nanos += LONG_POLL.toNanos();
    poll();
    assertEquals(LONG_POLL, broker.timeout);
    assertFalse(task.committed());
  }

  @Test
  void shouldNotAskATaskThatWasClosed() {
    MockProcessorContext<Void, Void> closed = task(1);
    commits.soon(task);
    commits.soon(closed);
    commits.forget(closed);
    poll();
    assertTrue(task.committed());
    assertFalse(closed.committed());
  }

  @Test
  void shouldNotAskTasksOfOtherThreads() throws InterruptedException {
    Thread other = new Thread(() -> commits.soon(task));
    other.start();
    other.join();
    poll();
    assertEquals(LONG_POLL, broker.timeout);
    assertFalse(task.committed());
  }

  private int poll() {
    return consumer.poll(LONG_POLL).count();
  }
}
