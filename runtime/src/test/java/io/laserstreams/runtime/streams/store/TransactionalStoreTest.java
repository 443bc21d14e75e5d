package io.laserstreams.runtime.streams.store;

import static io.laserstreams.runtime.streams.store.TaskFolder.CHANGELOG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.state.Folders;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionalStoreTest {
  private static final int KEYS = 60;

  @TempDir private Path dir;
  private final OpenTransactions transactions = new OpenTransactions();
  private final Random random = new Random(5);

  @Test
  void shouldReadItsWritesAndKeepTheCommittedOnesWhateverCrashes() {
    TaskFolder task = TaskFolder.exactlyOnce(dir.resolve("0"), transactions);
    TransactionalStore store = task.open();
    NavigableMap<String, String> now = new TreeMap<>();
    NavigableMap<String, String> committed = new TreeMap<>();
    long offset = OffsetCheckpoint.OFFSET_UNKNOWN;
    for (int step = 1; step <= 6_000; step++) {
      write(store, now);
      if (random.nextInt(20) == 0) {
        read(store, now);
      }
      if (random.nextInt(15) == 0) {
        offset = step;
        transactions.committed(Map.of(CHANGELOG, offset));
        committed = new TreeMap<>(now);
      }
      if (random.nextInt(300) == 0) {
        Path left = dir.resolve(Integer.toString(step));
        task.crashed(left);
        store.close();
        task = TaskFolder.exactlyOnce(left, transactions);
        store = task.open();
        now = new TreeMap<>(committed);
        assertEquals(offset, store.committedOffset(CHANGELOG), "after step " + step);
        assertEquals(now, entries(store.all()), "after step " + step);
      }
    }
    store.close();
  }

  @Test
  void shouldFindAnEarlierCommitIfTheEndOfTheLogIsTorn() throws IOException {
    TaskFolder task = TaskFolder.exactlyOnce(dir.resolve("task"), transactions);
    NavigableMap<String, String> now = new TreeMap<>();
    Map<Long, Map<String, String>> commits =
        new TreeMap<>(Map.of(OffsetCheckpoint.OFFSET_UNKNOWN, Map.of()));
    try (TransactionalStore store = task.open()) {
      for (long offset = 1; offset <= 200; offset++) {
        write(store, now);
        write(store, now);
        transactions.committed(Map.of(CHANGELOG, offset));
        commits.put(offset, new TreeMap<>(now));
      }
      for (int tear = 0; tear < 20; tear++) {
        TaskFolder torn = task.crashed(dir.resolve("torn-" + tear));
        tear(dir.resolve("torn-" + tear));
        try (TransactionalStore found = torn.open()) {
          assertEquals(commits.get(found.committedOffset(CHANGELOG)), entries(found.all()));
        }
      }
    }
  }

  @Test
  void shouldLearnOfCommitsFromTheProducer() {
    MockProducer<byte[], byte[]> mock =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    Producer<byte[], byte[]> producer = transactions.watch(mock);
    TaskFolder task = TaskFolder.exactlyOnce(dir.resolve("task"), transactions);
    try (TransactionalStore store = task.open()) {
      producer.initTransactions();
      producer.beginTransaction();
      put(store, producer, "a", "1");
      put(store, producer, "b", "1");
      var unused =
          producer.send(new ProducerRecord<>("scores", 3, bytes("a"), bytes("no changelog")));
      assertEquals(Map.of(), afterCrash(task, "open"));
      producer.commitTransaction();
      assertEquals(Map.of("a", "1", "b", "1"), afterCrash(task, "committed"));
      assertEquals(1, store.committedOffset(CHANGELOG));

      producer.beginTransaction();
      put(store, producer, "a", "2");
      producer.abortTransaction();
      producer.beginTransaction();
      producer.commitTransaction();
      assertEquals(Map.of("a", "1", "b", "1"), afterCrash(task, "aborted"));
    }
  }

  @Test
  void shouldNotBeTrustedIfTooManyUncommittedWritesWaited() {
    byte[] large = new byte[1 << 20];
    TaskFolder task = TaskFolder.exactlyOnce(dir.resolve("task"), transactions);
    try (TransactionalStore store = task.open()) {
      transactions.committed(Map.of(CHANGELOG, 7L));
      for (int i = 0; i < OpenTransactions.MAX_WAITING_BYTES / large.length; i++) {
        store.put(key(i), large);
      }
      assertEquals(large.length, store.get(key(1)).length);
      try (TransactionalStore crashed = task.crashed(dir.resolve("crashed")).open()) {
        assertNull(crashed.committedOffset(CHANGELOG), "Kafka Streams restores it from scratch");
      }
      store.put(key(0), new byte[0]);
      transactions.committed(Map.of(CHANGELOG, 100L));
      assertEquals(100L, store.committedOffset(CHANGELOG));
      transactions.addWaiting(OpenTransactions.MAX_WAITING_BYTES);
      assertFalse(transactions.exceedsLimit(), "nothing waits any longer");
    }
  }

  @Test
  void shouldNotStoreOffsetsAheadOfTheDisk() {
    TaskFolder task = TaskFolder.exactlyOnce(dir.resolve("task"), transactions);
    try (TransactionalStore store = task.open()) {
      store.commit(Map.of(CHANGELOG, 4L));
      store.put(key(1), new byte[1]);
      store.commit(Map.of(CHANGELOG, 5L));
      assertEquals(4L, store.committedOffset(CHANGELOG));
      store.commit(Map.of());
      assertNull(
          store.committedOffset(CHANGELOG),
          "Kafka Streams commits no offsets of a store that it does not trust");
    }
  }

  @Test
  void shouldContinueWithWhatWasRestored() {
    TaskFolder task = TaskFolder.exactlyOnce(dir.resolve("task"), transactions);
    try (TransactionalStore store = task.open()) {
      ((BatchingStateRestoreCallback) task.restore)
          .restoreAll(
              List.of(
                  KeyValue.pair(bytes("a"), bytes("1")),
                  KeyValue.pair(bytes("b"), bytes("1")),
                  KeyValue.pair(bytes("a"), null)));
      store.commit(Map.of(CHANGELOG, 2L));
      assertEquals(Map.of("b", "1"), afterCrash(task, "restored"));
      assertEquals(2L, store.committedOffset(CHANGELOG));
    }
  }

  @Test
  void shouldWriteBatchesAtLeastOnceAndTheOffsetWithACommit() {
    TaskFolder task = TaskFolder.atLeastOnce(dir.resolve("task"));
    try (TransactionalStore store = task.open()) {
      store.put(Bytes.wrap(bytes("a")), bytes("committed"));
      assertEquals(Map.of(), afterCrash(task, "before-commit"));
      store.commit(Map.of(CHANGELOG, 3L));
      assertEquals(Map.of("a", "committed"), afterCrash(task, "after-commit"));

      store.put(Bytes.wrap(bytes("b")), bytes("waiting"));
      store.put(Bytes.wrap(bytes("a")), bytes("newer"));
      assertEquals(Map.of("a", "newer", "b", "waiting"), entries(store.all()));
      assertEquals(Map.of("a", "committed"), afterCrash(task, "waiting"));
      assertEquals(3L, store.committedOffset(CHANGELOG));

      String large = "x".repeat(300_000);
      store.put(Bytes.wrap(bytes("c")), bytes(large));
      assertEquals(
          Map.of("a", "newer", "b", "waiting", "c", large), afterCrash(task, "full-batch"));
      assertEquals(3L, store.committedOffset(CHANGELOG), "the changelog is read from there");
      store.put(Bytes.wrap(bytes("d")), bytes("closed"));
    }
    try (TransactionalStore store = task.open()) {
      assertEquals("closed", string(store.get(Bytes.wrap(bytes("d")))));
    }
  }

  @Test
  void shouldLetGoOfADiskThatTakesNoWrites() {
    TaskFolder task = TaskFolder.atLeastOnce(dir.resolve("task"));
    TransactionalStore store = task.open();
    Folders.delete(dir.resolve("task")); // RocksDB cannot begin its next log there.
    byte[] large = new byte[1 << 20];
    assertThrows(
        ProcessorStateException.class,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            store.put(Bytes.wrap(bytes("k" + i)), large);
          }
        });

    store.close();

    try (TransactionalStore again = task.open()) {
      again.put(Bytes.wrap(bytes("a")), bytes("1"));
      again.commit(Map.of(CHANGELOG, 1L));
      assertEquals(Map.of("a", "1"), entries(again.all()));
    }
  }

  @Test
  void shouldTrustNeitherGuaranteesFilesUnderTheOther() {
    Path folder = dir.resolve("task");
    try (TransactionalStore store = TaskFolder.atLeastOnce(folder).open()) {
      store.put(Bytes.wrap(bytes("a")), bytes("written"));
      store.commit(Map.of(CHANGELOG, 3L));
    }
    for (TaskFolder task :
        List.of(TaskFolder.exactlyOnce(folder, transactions), TaskFolder.atLeastOnce(folder))) {
      try (TransactionalStore store = task.open()) {
        assertEquals(Map.of(), entries(store.all()));
        assertEquals(
            OffsetCheckpoint.OFFSET_UNKNOWN,
            store.committedOffset(CHANGELOG),
            "the changelog is read from its beginning");
      }
    }
  }

  private void write(TransactionalStore store, Map<String, String> model) {
    String key = "k" + random.nextInt(KEYS);
    String value = random.nextInt(3) == 0 ? null : "v" + random.nextInt();
    String previous = value == null ? model.remove(key) : model.put(key, value);
    switch (random.nextInt(3)) {
      case 0 -> store.put(Bytes.wrap(bytes(key)), value == null ? null : bytes(value));
      case 1 ->
          store.putAll(
              List.of(KeyValue.pair(Bytes.wrap(bytes(key)), value == null ? null : bytes(value))));
      default -> {
        assertEquals(previous, string(store.delete(Bytes.wrap(bytes(key)))));
        if (value != null) {
          assertNull(store.putIfAbsent(Bytes.wrap(bytes(key)), bytes(value)));
        }
      }
    }
  }

  private void read(TransactionalStore store, NavigableMap<String, String> model) {
    String one = "k" + random.nextInt(KEYS);
    String other = "k" + random.nextInt(KEYS);
    assertEquals(model.get(one), string(store.get(Bytes.wrap(bytes(one)))));
    String from = one.compareTo(other) < 0 ? one : other;
    String to = one.compareTo(other) < 0 ? other : one;
    try (KeyValueIterator<Bytes, byte[]> range =
        store.range(Bytes.wrap(bytes(from)), Bytes.wrap(bytes(to)))) {
      Map<String, String> expected = new TreeMap<>(model.subMap(from, true, to, true));
      store.put(Bytes.wrap(bytes(from)), bytes("later")); // not seen by the iterator
      model.put(from, "later");
      assertEquals(expected, entries(range));
    }
    assertEquals(model.tailMap(from), entries(store.range(Bytes.wrap(bytes(from)), null)));
    assertEquals(model.headMap(to, true), entries(store.range(null, Bytes.wrap(bytes(to)))));
    assertEquals(
        Map.of(), entries(store.range(Bytes.wrap(bytes(to + "0")), Bytes.wrap(bytes(from)))));
  }

  private Map<String, String> afterCrash(TaskFolder task, String copy) {
    try (TransactionalStore crashed = task.crashed(dir.resolve(copy)).open()) {
      return entries(crashed.all());
    }
  }

  private static void put(
      TransactionalStore store, Producer<byte[], byte[]> producer, String key, String value) {
    store.put(Bytes.wrap(bytes(key)), bytes(value));
    var unused =
        producer.send(
            new ProducerRecord<>(
                CHANGELOG.topic(), CHANGELOG.partition(), bytes(key), bytes(value)),
            (metadata, failure) -> {});
  }

  /** Truncates RocksDB's log at random. */
  private void tear(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path log =
          files.filter(file -> file.toString().endsWith(".log")).max(Path::compareTo).orElseThrow();
      assertTrue(Files.size(log) > 1_000, "the log is empty");
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
        file.setLength(random.nextInt((int) file.length()));
      }
    }
  }

  private static Map<String, String> entries(KeyValueIterator<Bytes, byte[]> iterator) {
    Map<String, String> entries = new TreeMap<>();
    String last = "";
    try (iterator) {
      while (iterator.hasNext()) {
        Bytes peeked = iterator.peekNextKey();
        KeyValue<Bytes, byte[]> next = iterator.next();
        assertEquals(peeked, next.key);
        String key = string(next.key.get());
        assertTrue(key.compareTo(last) > 0, () -> key + " is out of order");
        last = key;
        entries.put(key, string(next.value));
      }
    }
    return entries;
  }

  private static Bytes key(int number) {
    return Bytes.wrap(bytes("k" + number));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String string(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
