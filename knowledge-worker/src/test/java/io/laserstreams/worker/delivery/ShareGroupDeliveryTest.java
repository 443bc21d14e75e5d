package io.laserstreams.worker.delivery;

import static org.apache.kafka.clients.consumer.AcknowledgeType.ACCEPT;
import static org.apache.kafka.clients.consumer.AcknowledgeType.REJECT;
import static org.apache.kafka.clients.consumer.AcknowledgeType.RELEASE;
import static org.apache.kafka.clients.consumer.AcknowledgeType.RENEW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ShareGroupDeliveryTest {
  private static final String TOPIC = "requests";
  private static final int LONG_LOCK_MS = 60_000;
  private static final int SHORT_LOCK_MS = 20;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicInteger polls = new AtomicInteger();
  private final Map<Long, CompletableFuture<Acknowledgement>> work = new HashMap<>();
  private final List<Long> started = new ArrayList<>();
  private long closingWhenStarted = -1;
  private final List<Integer> startedAsDelivery = new ArrayList<>();

  @Test
  void shouldAcknowledgeEachRequestByItsResult() {
    done(1, Acknowledgement.ACCEPT);
    done(2, Acknowledgement.RELEASE);
    done(3, Acknowledgement.REJECT);
    FakeShareConsumer consumer =
        closingAtPoll(2, new FakeShareConsumer(LONG_LOCK_MS).with(TOPIC, 1, 2, 3));
    run(consumer);

    assertEquals(
        Map.of(1L, List.of(ACCEPT), 2L, List.of(RELEASE), 3L, List.of(REJECT)),
        consumer.acknowledged());
    assertTrue(consumer.isClosed());
  }

  @Test
  void shouldRenewTheLockDuringLongWorkAndStartItOnce() {
    done(1, Acknowledgement.ACCEPT);
    FakeShareConsumer consumer =
        new FakeShareConsumer(SHORT_LOCK_MS)
            .with(TOPIC, 1, 2)
            .beforePoll(
                self -> {
                  int poll = polls.incrementAndGet();
                  if (poll == 5) {
                    work.get(2L).complete(Acknowledgement.ACCEPT);
                  }
                  closing.set(poll == 6);
                });
    run(consumer);

    assertEquals(
        Map.of(1L, List.of(ACCEPT), 2L, List.of(RENEW, RENEW, ACCEPT)), consumer.acknowledged());
    assertEquals(List.of(1L, 2L), started);
    assertEquals(2, meters.get("laser.worker.locks.renewed").counter().count());
    assertEquals(
        List.of(Map.of(1L, ACCEPT, 2L, RENEW), Map.of(2L, RENEW), Map.of(2L, ACCEPT)),
        consumer.committed(),
        "none waits for the next fetch");
  }

  @Test
  void shouldCancelWorkWhoseLockIsLost() {
    FakeShareConsumer consumer =
        new FakeShareConsumer(SHORT_LOCK_MS)
            .with(TOPIC, 1)
            .beforePoll(
                self -> {
                  int poll = polls.incrementAndGet();
                  if (poll == 2) {
                    self.loseLock(TOPIC, 1);
                  }
                  closing.set(poll == 3);
                });
    run(consumer);

    assertEquals(Map.of(1L, List.of(RENEW)), consumer.acknowledged());
    assertTrue(work.get(1L).isCancelled());
    assertEquals(1, meters.get("laser.worker.locks.lost").counter().count());
  }

  @Test
  void shouldReleaseUnfinishedWorkWhenClosing() {
    done(1, Acknowledgement.ACCEPT);
    closingWhenStarted = 2;
    FakeShareConsumer consumer = new FakeShareConsumer(LONG_LOCK_MS).with(TOPIC, 1, 2);
    run(consumer);

    assertEquals(Map.of(1L, List.of(ACCEPT), 2L, List.of(RELEASE)), consumer.acknowledged());
    assertTrue(work.get(2L).isCancelled());
    assertTrue(consumer.isClosed());
  }

  @Test
  void shouldReleaseARequestWhoseWorkFails() {
    work.put(1L, CompletableFuture.failedFuture(new OutOfMemoryError("test")));
    FakeShareConsumer consumer =
        closingAtPoll(2, new FakeShareConsumer(LONG_LOCK_MS).with(TOPIC, 1));
    run(consumer);

    assertEquals(Map.of(1L, List.of(RELEASE)), consumer.acknowledged());
  }

  @Test
  void shouldTryASuspectAfterAllOthersAreCommitted() {
    done(1, Acknowledgement.ACCEPT);
    done(2, Acknowledgement.ACCEPT);
    done(3, Acknowledgement.ACCEPT);
    done(4, Acknowledgement.REJECT);
    FakeShareConsumer consumer =
        new FakeShareConsumer(LONG_LOCK_MS)
            .with(TOPIC, 1)
            .withDelivered(TOPIC, 2, 3)
            .withDelivered(TOPIC, 3, 3)
            .withDelivered(TOPIC, 4, 5);
    consumer.beforePoll(
        self ->
            closing.set(
                self.acknowledged().values().stream()
                        .allMatch(types -> !types.contains(RENEW) || types.contains(ACCEPT))
                    && self.acknowledged().size() == 4));
    run(consumer);

    assertEquals(List.of(1L, 4L, 3L, 2L), started);
    assertEquals(List.of(1, 5, 3, 3), startedAsDelivery);
    assertEquals(
        Map.of(
            1L,
            List.of(ACCEPT),
            4L,
            List.of(REJECT),
            3L,
            List.of(RENEW, ACCEPT),
            2L,
            List.of(RENEW, RENEW, ACCEPT)),
        consumer.acknowledged());
    assertEquals(
        List.of(
            Map.of(1L, ACCEPT, 2L, RENEW, 3L, RENEW, 4L, REJECT),
            Map.of(3L, ACCEPT, 2L, RENEW),
            Map.of(2L, ACCEPT)),
        consumer.committed());
  }

  @Test
  void shouldStartNothingWhenClosing() {
    FakeShareConsumer consumer =
        closingAtPoll(1, new FakeShareConsumer(LONG_LOCK_MS).with(TOPIC, 1, 2));
    run(consumer);

    assertEquals(Map.of(1L, List.of(RELEASE), 2L, List.of(RELEASE)), consumer.acknowledged());
    assertEquals(List.of(), started);
  }

  private void done(long offset, Acknowledgement result) {
    work.put(offset, CompletableFuture.completedFuture(result));
  }

  private FakeShareConsumer closingAtPoll(int last, FakeShareConsumer consumer) {
    return consumer.beforePoll(self -> closing.set(polls.incrementAndGet() >= last));
  }

  private void run(FakeShareConsumer consumer) {
    new ShareGroupDelivery(
            consumer,
            TOPIC,
            (record, deliveries) -> {
              started.add(record.offset());
              startedAsDelivery.add(deliveries);
              closing.compareAndSet(false, record.offset() == closingWhenStarted);
              return work.computeIfAbsent(record.offset(), offset -> new CompletableFuture<>());
            },
            new RequestScheduler(4, System::nanoTime),
            closing::get,
            new WorkerMetrics(meters))
        .run();
  }
}
