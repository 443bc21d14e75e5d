package io.laserstreams.knowledge.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.laserstreams.knowledge.StateStoreBytes;
import io.laserstreams.knowledge.budget.Cost;
import io.laserstreams.knowledge.subject.SubjectState.Pending;
import io.laserstreams.schema.SubjectKind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectsTest {
  @TempDir Path dir;
  private KeyValueStore<byte[], byte[]> states;
  private KeyValueStore<byte[], byte[]> wakes;
  private KeyValueStore<byte[], byte[]> queue;
  private InFlightCounter inFlight;
  private WaitingCounter waiting;
  private Subjects subjects;

  @BeforeEach
  void open() {
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
    states = store("states", context);
    wakes = store("wakes", context);
    queue = store("queue", context);
    inFlight = new InFlightCounter();
    waiting = new WaitingCounter();
    subjects = subjects(inFlight, waiting);
  }

  @AfterEach
  void close() {
    states.close();
    wakes.close();
    queue.close();
  }

  @Test
  void shouldReturnDueSubjectsInTheOrderOfTime() {
    SubjectKey user = SubjectKey.user("x");
    SubjectKey item = SubjectKey.item("x");
    subjects.replace(user, null, requested(300));
    subjects.replace(item, null, requested(100));
    subjects.replace(SubjectKey.user("idle"), null, SubjectState.created(1));
    assertEquals(List.of(), subjects.due(99, 10));
    assertEquals(List.of(item), subjects.due(100, 10));
    assertEquals(List.of(item, user), subjects.due(300, 10));
  }

  @Test
  void shouldReturnTheRestAtTheNextCheckIfThereAreTooMany() {
    List<SubjectKey> keys =
        List.of(SubjectKey.user("a"), SubjectKey.user("b"), SubjectKey.user("c"));
    SubjectState requested = requested(100);
    keys.forEach(key -> subjects.replace(key, null, requested));
    List<SubjectKey> first = subjects.due(200, 2);
    assertEquals(keys.subList(0, 2), first);
    first.forEach(key -> subjects.replace(key, requested, requested.idleUntil(900)));
    assertEquals(keys.subList(2, 3), subjects.due(200, 2));
  }

  @Test
  void shouldMoveTheOneEntryOfASubject() {
    SubjectKey key = SubjectKey.user("x");
    SubjectState first = requested(100);
    subjects.replace(key, null, first);
    SubjectState second = requested(200);
    subjects.replace(key, first, second);
    assertEquals(List.of(), subjects.due(150, 10));
    assertEquals(List.of(key), subjects.due(200, 10));
    assertEquals(second, subjects.get(key));
    subjects.replace(key, second, null);
    assertNull(subjects.get(key));
    assertEquals(0, entries().size());
  }

  @Test
  void shouldFindEarlierEntriesAfterTheClockWasSetBack() {
    subjects.due(1_000_000, 10);
    SubjectKey key = SubjectKey.user("x");
    subjects.replace(key, null, requested(600));
    assertEquals(List.of(key), subjects.due(700, 10));
  }

  @Test
  void shouldDeleteAnEntryThatTheStateDoesNotConfirm() {
    SubjectKey key = SubjectKey.user("x");
    subjects.replace(key, null, requested(100));
    states.delete(key.encode());
    assertEquals(List.of(), subjects.due(200, 10));
    assertEquals(0, entries().size());
  }

  @Test
  void shouldCountWhatIsInFlight() {
    SubjectState requested = requested(100);
    subjects.replace(SubjectKey.user("x"), null, requested);
    subjects.replace(SubjectKey.user("y"), null, requested);
    subjects.replace(SubjectKey.item("x"), null, requested);
    subjects.replace(
        SubjectKey.user("waits for age"), null, SubjectState.created(1).idleUntil(500));
    assertEquals(2, inFlight.count(SubjectKind.USER));
    assertEquals(1, inFlight.count(SubjectKind.ITEM));
    assertEquals(OptionalLong.of(7_000), inFlight.oldest(SubjectKind.USER));
    subjects.replace(SubjectKey.user("x"), requested, requested.idleUntil(900));
    subjects.replace(SubjectKey.item("x"), requested, null);
    assertEquals(1, inFlight.count(SubjectKind.USER));
    assertEquals(0, inFlight.count(SubjectKind.ITEM));
    assertEquals(OptionalLong.empty(), inFlight.oldest(SubjectKind.ITEM));
  }

  @Test
  void shouldCountAfterARestartWhatWasInFlight() {
    subjects.replace(SubjectKey.user("x"), null, requested(100));
    subjects.replace(SubjectKey.item("y"), null, requested(100));
    subjects.replace(
        SubjectKey.user("waits for age"), null, SubjectState.created(1).idleUntil(500));
    InFlightCounter counted = new InFlightCounter();
    subjects(counted, new WaitingCounter()).count();
    assertEquals(1, counted.count(SubjectKind.USER));
    assertEquals(1, counted.count(SubjectKind.ITEM));
    assertEquals(OptionalLong.of(7_000), counted.oldest(SubjectKind.USER));
  }

  @Test
  void shouldServeWhoWaitsByPriorityAndKind() {
    SubjectKey low = SubjectKey.user("low");
    SubjectKey high = SubjectKey.user("high");
    SubjectKey negative = SubjectKey.user("negative");
    SubjectKey item = SubjectKey.item("item");
    subjects.replace(negative, null, waits(-3.5));
    subjects.replace(low, null, waits(1));
    subjects.replace(high, null, waits(20_000.25));
    subjects.replace(item, null, waits(5));
    assertEquals(List.of(high, low, negative), subjects.waiting(SubjectKind.USER, 10));
    assertEquals(List.of(high, low), subjects.waiting(SubjectKind.USER, 2));
    assertEquals(List.of(item), subjects.waiting(SubjectKind.ITEM, 10));
  }

  @Test
  void shouldMoveTheOnePlaceOfASubject() {
    SubjectKey key = SubjectKey.user("x");
    SubjectKey other = SubjectKey.user("y");
    subjects.replace(key, null, waits(1));
    subjects.replace(other, null, waits(2));
    subjects.replace(key, waits(1), waits(3));
    assertEquals(List.of(key, other), subjects.waiting(SubjectKind.USER, 10));
    subjects.replace(key, waits(3), requested(100));
    assertEquals(List.of(other), subjects.waiting(SubjectKind.USER, 10));
    subjects.replace(other, waits(2), null);
    assertEquals(List.of(), subjects.waiting(SubjectKind.USER, 10));
    assertEquals(0, waiting.count(SubjectKind.USER));
  }

  @Test
  void shouldKeepAPlaceWhilePriorityAndReasonAreAboutTheSame() {
    Waiting waiting = new Waiting(RefreshReason.GROWTH, 5, 1);
    assertSame(waiting, waiting.with(RefreshReason.GROWTH, 1.25));
    assertEquals(
        new Waiting(RefreshReason.GROWTH, 5, 1.26), waiting.with(RefreshReason.GROWTH, 1.26));
    assertEquals(new Waiting(RefreshReason.DRIFT, 5, 1), waiting.with(RefreshReason.DRIFT, 1));
  }

  @Test
  void shouldKnowAfterARestartWhoWaits() {
    subjects.replace(SubjectKey.user("x"), null, waits(1));
    subjects.replace(SubjectKey.user("y"), null, waits(2));
    subjects.replace(SubjectKey.item("z"), null, waits(3));
    WaitingCounter counted = new WaitingCounter();
    Subjects restarted = subjects(new InFlightCounter(), counted);
    restarted.count();
    assertEquals(2, counted.count(SubjectKind.USER, RefreshReason.GROWTH));
    assertEquals(1, counted.count(SubjectKind.ITEM));
    assertEquals(OptionalLong.of(7_000), counted.oldest(SubjectKind.USER));
    assertEquals(
        List.of(SubjectKey.user("y"), SubjectKey.user("x")),
        restarted.waiting(SubjectKind.USER, 10));
  }

  @Test
  void shouldDiscardAPlaceThatTheStateDoesNotConfirm() {
    SubjectKey gone = SubjectKey.user("gone");
    SubjectKey moved = SubjectKey.user("moved");
    subjects.replace(gone, null, waits(1));
    subjects.replace(moved, null, waits(2));
    states.delete(gone.encode());
    states.put(moved.encode(), waits(3).encode());
    assertEquals(List.of(), subjects.waiting(SubjectKind.USER, 10));
    assertEquals(0, waiting.count(SubjectKind.USER));
    assertFalse(queue.all().hasNext());
  }

  private static SubjectState waits(double priority) {
    return SubjectState.created(1).waiting(new Waiting(RefreshReason.GROWTH, 7_123, priority));
  }

  private Subjects subjects(InFlightCounter flying, WaitingCounter standing) {
    return new Subjects(new StateStoreBytes(states), wakes, queue, flying, standing);
  }

  private static SubjectState requested(long deadline) {
    return SubjectState.created(1)
        .requested(new Pending(3, 0, 1, 7_123, null, Cost.NONE), deadline);
  }

  private List<Long> entries() {
    List<Long> times = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> all = wakes.all()) {
      all.forEachRemaining(entry -> times.add(ByteBuffer.wrap(entry.key).getLong()));
    }
    return times;
  }

  private static KeyValueStore<byte[], byte[]> store(
      String name, MockProcessorContext<Void, Void> context) {
    KeyValueStore<byte[], byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
