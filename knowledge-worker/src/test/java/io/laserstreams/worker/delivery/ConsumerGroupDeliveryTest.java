package io.laserstreams.worker.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerGroupDeliveryTest {
  private static final String TOPIC = "requests";
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

  /** The offsets and metadata that the group committed. */
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          super.commitSync(offsets);
          committed.putAll(offsets);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions) {
          return committed;
        }
      };
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Map<String, Deque<Supplier<CompletableFuture<Acknowledgement>>>> work =
      new HashMap<>();
  private final List<String> started = new ArrayList<>();

  @BeforeEach
  void assign() {
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(FIRST, SECOND));
          add(FIRST, 0);
          add(FIRST, 1);
          add(SECOND, 0);
        });
  }

  @Test
  void shouldCommitWhenTheWholeBatchIsDone() {
    CompletableFuture<Acknowledgement> slow = new CompletableFuture<>();
    prepare("0@0", Acknowledgement.ACCEPT);
    prepare("0@1", slow);
    prepare("1@0", Acknowledgement.REJECT);
    consumer.schedulePollTask(
        () -> {
          assertEquals(Set.of(FIRST, SECOND), consumer.paused());
          assertCommitted(FIRST, 0, "begun 0x1 1x1");
          slow.complete(Acknowledgement.ACCEPT);
        });
    closeAfterCommit();
    run();

    assertCommitted(FIRST, 2, "");
    assertCommitted(SECOND, 1, "");
    assertEquals(List.of("0@0 1", "0@1 1", "1@0 1"), started);
    assertTrue(consumer.closed());
  }

  @Test
  void shouldRestartAReleasedRequest() {
    prepare("0@0", Acknowledgement.ACCEPT);
    prepare("0@1", Acknowledgement.RELEASE);
    prepare("0@1", Acknowledgement.RELEASE);
    prepare("0@1", Acknowledgement.ACCEPT);
    prepare("1@0", Acknowledgement.ACCEPT);
    closeAfterCommit();
    run();

    assertEquals(List.of("0@0 1", "0@1 1", "1@0 1", "0@1 1", "0@1 1"), started);
    assertCommitted(FIRST, 2, "");
  }

  @Test
  void shouldLeaveWorkOnLostPartitionsToTheirNewOwner() {
    CompletableFuture<Acknowledgement> lost = new CompletableFuture<>();
    prepare("0@0", Acknowledgement.ACCEPT);
    prepare("0@1", Acknowledgement.ACCEPT);
    prepare("1@0", lost);
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(FIRST)));
    closeAfterCommit();
    run();

    assertTrue(lost.isCancelled());
    assertCommitted(FIRST, 2, "");
    assertCommitted(SECOND, 0, "");
  }

  @Test
  void shouldCommitFinishedRequestsAndNotCountAgainstTheRestWhenClosing() {
    prepare("0@0", Acknowledgement.ACCEPT);
    prepare("0@1", new CompletableFuture<>());
    prepare("1@0", Acknowledgement.ACCEPT);
    consumer.schedulePollTask(() -> closing.set(true));
    run();

    assertCommitted(FIRST, 1, "");
    assertCommitted(SECOND, 1, "");
  }

  @Test
  void shouldCountEachDeathAgainstTheRequestsHeld() {
    Error death = new IllegalStateError();
    for (String position : List.of("0@0", "0@1", "1@0")) {
      prepare(position, new CompletableFuture<>());
    }
    consumer.schedulePollTask(
        () -> {
          throw death;
        });
    assertSame(death, assertThrows(IllegalStateError.class, this::run));
    assertCommitted(FIRST, 0, "begun 0x1 1x1");
    assertCommitted(SECOND, 0, "begun 0x1");
  }

  @Test
  void shouldTrySuspectsOneByOneAndCommitEachBeforeTheNext() {
    committed.put(FIRST, new OffsetAndMetadata(0, "begun 0x2 1x4"));
    committed.put(SECOND, new OffsetAndMetadata(0, "begun 0x2"));
    prepare("0@1", Acknowledgement.REJECT);
    prepare(
        "1@0",
        () -> {
          assertCommitted(FIRST, 0, "begun 0x2");
          assertCommitted(SECOND, 0, "begun 0x3");
          return CompletableFuture.completedFuture(Acknowledgement.ACCEPT);
        });
    prepare(
        "0@0",
        () -> {
          assertCommitted(SECOND, 1, "");
          assertCommitted(FIRST, 0, "begun 0x3");
          return CompletableFuture.completedFuture(Acknowledgement.ACCEPT);
        });
    consumer.schedulePollTask(this::closeOnceAllIsCommitted);
    run();

    assertEquals(List.of("0@1 5", "1@0 3", "0@0 3"), started);
    assertCommitted(FIRST, 2, "");
    assertCommitted(SECOND, 1, "");
  }

  @Test
  void shouldReadARecreatedTopicFromItsBeginningWhateverWasCommitted() {
    prepare("0@0", Acknowledgement.ACCEPT);
    prepare("0@1", Acknowledgement.ACCEPT);
    prepare("1@0", Acknowledgement.ACCEPT);
    committed.put(FIRST, new OffsetAndMetadata(1, "begun 0x3"));
    consumer.schedulePollTask(() -> closing.set(true));

    run(true);

    assertEquals(
        List.of("0@0 1", "0@1 1", "1@0 1"),
        started.stream().sorted().toList(),
        "none is a suspect");
    assertCommitted(FIRST, 2, "");
  }

  @Test
  void shouldCountRequestsDeletedBeforeDeliveryAndContinue() {
    prepare("0@5", Acknowledgement.ACCEPT);
    prepare("0@0", Acknowledgement.ACCEPT);
    prepare("0@1", Acknowledgement.ACCEPT);
    prepare("1@0", Acknowledgement.ACCEPT);
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(FIRST, 5L));
          consumer.setPollException(new OffsetOutOfRangeException(Map.of(FIRST, 2L)));
        });
    consumer.schedulePollTask(() -> add(FIRST, 5));
    consumer.schedulePollTask(() -> closing.set(true));

    run();

    assertTrue(started.contains("0@5 1"), started.toString());
    assertEquals(3, registry.get(LostRecords.METRIC).tag("topic", TOPIC).counter().count());
  }

  private static final class IllegalStateError extends Error {}

  private void closeAfterCommit() {
    consumer.schedulePollTask(this::closeOnceAllIsCommitted);
  }

  private void closeOnceAllIsCommitted() {
    if (committed.getOrDefault(FIRST, new OffsetAndMetadata(0)).offset() < 2) {
      consumer.schedulePollTask(this::closeOnceAllIsCommitted);
    } else {
      closing.set(true);
    }
  }

  private void assertCommitted(TopicPartition partition, long offset, String metadata) {
    assertEquals(new OffsetAndMetadata(offset, metadata), committed.get(partition));
  }

  private void add(TopicPartition partition, long offset) {
    consumer.addRecord(
        new ConsumerRecord<>(TOPIC, partition.partition(), offset, new byte[0], new byte[0]));
  }

  private void prepare(String position, Acknowledgement result) {
    prepare(position, CompletableFuture.completedFuture(result));
  }

  private void prepare(String position, CompletableFuture<Acknowledgement> future) {
    prepare(position, () -> future);
  }

  private void prepare(String position, Supplier<CompletableFuture<Acknowledgement>> working) {
    work.computeIfAbsent(position, p -> new ArrayDeque<>()).add(working);
  }

  private void run() {
    run(false);
  }

  private void run(boolean fromBeginning) {
    new ConsumerGroupDelivery(
            consumer,
            TOPIC,
            fromBeginning,
            (record, deliveries) -> {
              String position = record.partition() + "@" + record.offset();
              started.add(position + " " + deliveries);
              return work.get(position).remove().get();
            },
            new RequestScheduler(4, System::nanoTime),
            closing::get,
            new LostRecords("worker", registry),
            new WorkerMetrics(registry))
        .run();
  }
}
