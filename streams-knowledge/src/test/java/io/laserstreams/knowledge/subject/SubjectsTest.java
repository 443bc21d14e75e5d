package io.laserstreams.knowledge.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.knowledge.StateStoreBytes;
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
  private InFlightCounter inFlight;
  private Subjects subjects;

  @BeforeEach
  void open() {
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
    states = store("states", context);
    wakes = store("wakes", context);
    inFlight = new InFlightCounter();
    subjects = new Subjects(new StateStoreBytes(states), wakes, inFlight);
  }

  @AfterEach
  void close() {
    states.close();
    wakes.close();
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
    new Subjects(new StateStoreBytes(states), wakes, counted).countInFlight();
    assertEquals(1, counted.count(SubjectKind.USER));
    assertEquals(1, counted.count(SubjectKind.ITEM));
    assertEquals(OptionalLong.of(7_000), counted.oldest(SubjectKind.USER));
  }

  private static SubjectState requested(long deadline) {
    return SubjectState.created(1).requested(new Pending(3, 0, 1, 7_123, null), deadline);
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
