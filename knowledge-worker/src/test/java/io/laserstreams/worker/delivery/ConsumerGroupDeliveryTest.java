package io.laserstreams.worker.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.WorkerMetrics;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerGroupDeliveryTest {
  private static final String TOPIC = "requests";
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
    @Override
    public synchronized void commitSync() {
      super.commitSync();
      assignment().forEach(partition -> committed.put(partition, position(partition)));
    }
  };
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Map<String, Deque<CompletableFuture<Verdict>>> work = new HashMap<>();
  private final List<String> started = new ArrayList<>();

  @BeforeEach
  void assign() {
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(FIRST, SECOND));
      add(FIRST, 0);
      add(FIRST, 1);
      add(SECOND, 0);
    });
  }

  @Test
  void shouldCommitWhenTheWholeBatchIsDone() {
    CompletableFuture<Verdict> slow = new CompletableFuture<>();
    prepare("0@0", Verdict.ACCEPT);
    prepare("0@1", slow);
    prepare("1@0", Verdict.REJECT);
    consumer.schedulePollTask(() -> {
      assertEquals(Set.of(FIRST, SECOND), consumer.paused());
      assertNull(committed.get(FIRST));
      slow.complete(Verdict.ACCEPT);
    });
    closeAfterCommit();
    run();

    assertEquals(2, committed.get(FIRST));
    assertEquals(1, committed.get(SECOND));
    assertEquals(List.of("0@0", "0@1", "1@0"), started);
    assertTrue(consumer.closed());
  }

  @Test
  void shouldBeginAReleasedRequestAgain() {
    prepare("0@0", Verdict.ACCEPT);
    prepare("0@1", Verdict.RELEASE);
    prepare("0@1", Verdict.RELEASE);
    prepare("0@1", Verdict.ACCEPT);
    prepare("1@0", Verdict.ACCEPT);
    closeAfterCommit();
    run();

    assertEquals(List.of("0@0", "0@1", "1@0", "0@1", "0@1"), started);
    assertEquals(2, committed.get(FIRST));
  }

  @Test
  void shouldLeaveWorkOnLostPartitionsToTheirNewOwner() {
    CompletableFuture<Verdict> lost = new CompletableFuture<>();
    prepare("0@0", Verdict.ACCEPT);
    prepare("0@1", Verdict.ACCEPT);
    prepare("1@0", lost);
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(FIRST)));
    closeAfterCommit();
    run();

    assertTrue(lost.isCancelled());
    assertEquals(2, committed.get(FIRST));
  }

  @Test
  void shouldCommitNothingUnfinishedWhenClosing() {
    prepare("0@0", Verdict.ACCEPT);
    prepare("0@1", new CompletableFuture<>());
    prepare("1@0", Verdict.ACCEPT);
    consumer.schedulePollTask(() -> closing.set(true));
    run();

    assertNull(committed.get(FIRST));
    assertNull(committed.get(SECOND));
  }

  private void closeAfterCommit() {
    consumer.schedulePollTask(this::closeOnceCommitted);
  }

  private void closeOnceCommitted() {
    if (committed.get(FIRST) == null) {
      consumer.schedulePollTask(this::closeOnceCommitted);
    } else {
      closing.set(true);
    }
  }

  private void add(TopicPartition partition, long offset) {
    consumer.addRecord(new ConsumerRecord<>(TOPIC, partition.partition(), offset, new byte[0], new byte[0]));
  }

  private void prepare(String place, Verdict verdict) {
    prepare(place, CompletableFuture.completedFuture(verdict));
  }

  private void prepare(String place, CompletableFuture<Verdict> future) {
    work.computeIfAbsent(place, p -> new ArrayDeque<>()).add(future);
  }

  private void run() {
    new ConsumerGroupDelivery(consumer, TOPIC, record -> {
      String place = record.partition() + "@" + record.offset();
      started.add(place);
      return work.get(place).remove();
    }, closing::get, new WorkerMetrics(new SimpleMeterRegistry())).run();
  }
}
