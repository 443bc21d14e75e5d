package io.laserstreams.scoring.items;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.laserstreams.runtime.state.DamagedStoreException;
import io.laserstreams.runtime.state.WipedStores;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemStoreTest {
  private static final TopicPartition ITEMS = new TopicPartition("laser.items", 1);
  private static final TopicPartition KNOWLEDGE = new TopicPartition("laser.knowledge-items", 0);
  private static final ItemDescription DESCRIPTION =
      new ItemDescription(List.of("drama", "war"), Map.of("year", "1999"), 5);

  @TempDir Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void shouldResumeAfterARestart() {
    try (ItemStore store = ItemStore.open(folder, InstantSource.system(), registry)) {
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
      store.putKnowledge(
          "a", new ItemKnowledge(5, 5, Map.of("e", new float[] {1, 2})), KNOWLEDGE, 3);
      store.putDescription("b", DESCRIPTION, ITEMS, 11);
    }
    try (ItemStore store = ItemStore.open(folder, InstantSource.system(), registry)) {
      assertEquals(Map.of(ITEMS, 12L, KNOWLEDGE, 4L), store.offsets());
      StoredItem item = store.get("a");
      assertEquals(DESCRIPTION, item.description());
      assertEquals(5, item.knowledge().position());
      assertArrayEquals(new float[] {1, 2}, item.knowledge().vectors().get("e"));
      List<String> ids = new ArrayList<>();
      store.forEach(each -> ids.add(each.itemId()));
      assertEquals(List.of("a", "b"), ids);
      assertEquals(List.of("a"), store.some(1));
      assertEquals(List.of("a", "b"), store.some(3));
      assertNull(store.get("b").knowledge());
    }
  }

  @Test
  void shouldDeleteAnItemAndItsKnowledgeSeparately() {
    try (ItemStore store = ItemStore.open(folder, InstantSource.system(), registry)) {
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
      store.putKnowledge("a", new ItemKnowledge(5, 5, Map.of()), KNOWLEDGE, 3);
      store.putDescription("a", null, ITEMS, 11);
      assertNull(store.get("a"));
      assertNotNull(store.knowledge("a"));
      store.putKnowledge("a", null, KNOWLEDGE, 4);
      assertNull(store.knowledge("a"));
    }
  }

  @Test
  void shouldStartOverIfTopicsWereRecreatedOrTombstonesMayBeGone() {
    Duration kept = Duration.ofHours(12);
    Instant written = Instant.parse("2026-01-01T00:00:00Z");
    try (ItemStore store = ItemStore.open(folder, InstantSource.fixed(written), registry)) {
      assertFalse(store.resumeOrClear("{laser.items=id1}", kept), "a new store");
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
      assertTrue(store.resumeOrClear("{laser.items=id1}", kept));
      assertNotNull(store.get("a"));

      assertFalse(store.resumeOrClear("{laser.items=id2}", kept), "recreated");
      assertNull(store.get("a"));
      assertEquals(Map.of(), store.offsets());
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
    }
    try (ItemStore store =
        ItemStore.open(folder, InstantSource.fixed(written.plus(kept).minusMillis(1)), registry)) {
      assertTrue(store.resumeOrClear("{laser.items=id2}", kept));
      assertNotNull(store.get("a"));
    }
    try (ItemStore store =
        ItemStore.open(folder, InstantSource.fixed(written.plus(kept)), registry)) {
      assertFalse(store.resumeOrClear("{laser.items=id2}", kept), "too old");
      assertNull(store.get("a"));
      assertTrue(store.resumeOrClear("{laser.items=id2}", kept));
    }
  }

  @Test
  void shouldSayWhatToDoIfTheFolderIsInUse() {
    try (ItemStore store = ItemStore.open(folder, InstantSource.system(), registry)) {
      assertNull(store.get("a"));
      String message =
          assertThrows(
                  IllegalStateException.class,
                  () -> ItemStore.open(folder, InstantSource.system(), registry))
              .getMessage();
      assertTrue(message.contains("state.dir"), message);
    }
  }

  @Test
  void shouldDeleteTheContentOfARecreatedTopic() {
    try (ItemStore store = open()) {
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
      store.putDescription("b", DESCRIPTION, ITEMS, 11);
      store.putKnowledge("a", new ItemKnowledge(5, 5, Map.of()), KNOWLEDGE, 3);

      assertEquals(Set.of("a", "b"), store.deleteDescriptions("laser.items"));

      assertNull(store.get("a"));
      assertNotNull(store.knowledge("a"));
      assertEquals(Map.of(KNOWLEDGE, 4L), store.offsets());
      assertEquals(Set.of("a"), store.deleteKnowledge("laser.knowledge-items"));
      assertNull(store.knowledge("a"));
      assertEquals(Map.of(), store.offsets());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".*\\.sst", "MANIFEST-.*", "CURRENT"})
  void shouldStartOverIfFilesAreMissing(String pattern) throws IOException {
    fill();
    for (Path file : files(pattern)) {
      Files.delete(file);
    }

    try (ItemStore store = open()) {
      assertNull(store.get("item 7"));
      assertEquals(Map.of(), store.offsets());
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
      assertNotNull(store.get("a"));
    }
    assertEquals(1, wiped());
  }

  @Test
  void shouldReportDamageWhenReadAndStartOverAtTheNextStart() throws IOException {
    fill();
    for (Path file : files(".*\\.sst")) {
      byte[] bytes = Files.readAllBytes(file);
      for (int b = 0; b < bytes.length / 2; b++) {
        bytes[b] ^= 0x55;
      }
      Files.write(file, bytes);
    }

    try (ItemStore store = open()) {
      String message =
          assertThrows(DamagedStoreException.class, () -> store.forEach(item -> {})).getMessage();
      assertTrue(
          message.startsWith("The item store at " + folder.resolve("items") + " is damaged"),
          message);
      assertTrue(message.contains("Start the app again"), message);
    }
    assertEquals(0, wiped());
    try (ItemStore store = open()) {
      store.forEach(item -> fail(item.itemId()));
      assertEquals(1, wiped());
    }
    try (ItemStore store = open()) {
      assertNull(store.get("a"));
      assertEquals(1, wiped(), "once");
    }
  }

  private ItemStore open() {
    return ItemStore.open(folder.resolve("items"), InstantSource.system(), registry);
  }

  private void fill() {
    try (ItemStore store = open()) {
      for (int i = 0; i < 20_000; i++) {
        store.putDescription("item " + i, DESCRIPTION, ITEMS, i);
      }
    }
    try (ItemStore store = open()) { // Flushes the write-ahead log to a data file.
      assertNotNull(store.get("item 7"));
    }
  }

  private List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("items"))) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
      assertFalse(found.isEmpty(), pattern);
      return found;
    }
  }

  private double wiped() {
    Counter counter = registry.find(WipedStores.METRIC).tag("store", "items").counter();
    return counter == null ? 0 : counter.count();
  }
}
