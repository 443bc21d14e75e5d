package io.laserstreams.scoring.items;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemStoreTest {
  private static final TopicPartition ITEMS = new TopicPartition("laser.items", 1);
  private static final TopicPartition KNOWLEDGE = new TopicPartition("laser.knowledge-items", 0);
  private static final ItemDescription DESCRIPTION = new ItemDescription(List.of("drama", "war"), Map.of("year", "1999"), 5);

  @TempDir Path folder;

  @Test
  void shouldGoOnAfterARestartWhereItStopped() {
    try (ItemStore store = ItemStore.open(folder, InstantSource.system())) {
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
      store.putKnowledge("a", new ItemKnowledge(5, 5, Map.of("e", new float[] {1, 2})), KNOWLEDGE, 3);
      store.putDescription("b", DESCRIPTION, ITEMS, 11);
    }
    try (ItemStore store = ItemStore.open(folder, InstantSource.system())) {
      assertEquals(Map.of(ITEMS, 12L, KNOWLEDGE, 4L), store.offsets());
      StoredItem item = store.get("a");
      assertEquals(DESCRIPTION, item.description());
      assertEquals(5, item.knowledge().position());
      assertArrayEquals(new float[] {1, 2}, item.knowledge().vectors().get("e"));
      List<String> ids = new ArrayList<>();
      store.forEach(each -> ids.add(each.itemId()));
      assertEquals(List.of("a", "b"), ids);
      assertNull(store.get("b").knowledge());
    }
  }

  @Test
  void shouldForgetADeletedItemAndItsKnowledgeSeparately() {
    try (ItemStore store = ItemStore.open(folder, InstantSource.system())) {
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
  void shouldBeginAnewWhereTopicsWereMadeAgainOrTombstonesMayBeGone() {
    Duration kept = Duration.ofHours(12);
    Instant written = Instant.parse("2026-01-01T00:00:00Z");
    try (ItemStore store = ItemStore.open(folder, InstantSource.fixed(written))) {
      assertFalse(store.continues("{laser.items=id1}", kept), "a new store");
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
      assertTrue(store.continues("{laser.items=id1}", kept));
      assertNotNull(store.get("a"));

      assertFalse(store.continues("{laser.items=id2}", kept), "made again");
      assertNull(store.get("a"));
      assertEquals(Map.of(), store.offsets());
      store.putDescription("a", DESCRIPTION, ITEMS, 10);
    }
    try (ItemStore store = ItemStore.open(folder, InstantSource.fixed(written.plus(kept).minusMillis(1)))) {
      assertTrue(store.continues("{laser.items=id2}", kept));
      assertNotNull(store.get("a"));
    }
    try (ItemStore store = ItemStore.open(folder, InstantSource.fixed(written.plus(kept)))) {
      assertFalse(store.continues("{laser.items=id2}", kept), "too old");
      assertNull(store.get("a"));
      assertTrue(store.continues("{laser.items=id2}", kept));
    }
  }

  @Test
  void shouldSayWhatToDoWhereTheFolderIsInUse() {
    try (ItemStore store = ItemStore.open(folder, InstantSource.system())) {
      assertNull(store.get("a"));
      String message =
          assertThrows(IllegalStateException.class, () -> ItemStore.open(folder, InstantSource.system())).getMessage();
      assertTrue(message.contains("state.dir"), message);
    }
  }
}
