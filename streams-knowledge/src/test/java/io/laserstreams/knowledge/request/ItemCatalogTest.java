package io.laserstreams.knowledge.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ItemCatalogTest {
  private static final long NOW = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ItemCatalog catalog =
      new ItemCatalog(
          2,
          new RecordRules(EventTimeBounds.DEFAULT),
          InstantSource.fixed(Instant.ofEpochMilli(NOW)),
          registry);

  @Test
  void shouldKnowTheNewestVersionOfAnItemWhateverArrivesLast() {
    take("m", item("m", "Middle", NOW - 1));
    take("m", item("m", "New", NOW));
    take("m", item("m", "New again", NOW));
    take("m", item("m", "Old", NOW - 2));
    assertEquals(Optional.of(new ItemCard("New again", List.of("Drama"), NOW)), catalog.find("m"));
    delete("m");
    take("m", item("m", "Reborn", NOW - 3));
    assertEquals("Reborn", catalog.find("m").orElseThrow().title());
  }

  @Test
  void shouldIgnoreInvalidItems() {
    take("m", item("m", "Title"));
    take("m", item("m", "In seconds", NOW / 1_000));
    take("m", item("m", "From the future", NOW + 3_600_000));
    take("m", item("n", "Another's", NOW));
    take(" m", item(" m", "Untrimmed", NOW));
    assertEquals("Title", catalog.find("m").orElseThrow().title());
    assertEquals(Optional.empty(), catalog.find(" m"));
  }

  @Test
  void shouldRemoveADeletedItem() {
    take("m", item("m", "Title"));
    delete("m");
    assertEquals(Optional.empty(), catalog.find("m"));
  }

  @Test
  void shouldKeepWhatItKnowsWhenARecordCannotBeRead() {
    take("m", item("m", "Title"));
    take("m", Optional.empty());
    assertEquals("Title", catalog.find("m").orElseThrow().title());
  }

  @Test
  void shouldStayWithinItsBoundAndCountWhatItRefuses() {
    take("a", item("a", "A"));
    take("b", item("b", "B"));
    take("c", item("c", "C"));
    take("a", item("a", "A2"));
    assertEquals(Optional.empty(), catalog.find("c"));
    assertEquals("A2", catalog.find("a").orElseThrow().title());
    assertEquals(1, registry.get("laser.catalog.refused").functionCounter().count());
  }

  @Test
  void shouldReadLenientlyButWaitForTheRegistry() {
    LenientDeserializer<Item> unreadable =
        new LenientDeserializer<>(
            (topic, bytes) -> {
              throw new UnreadableRecordException("bad");
            });
    assertEquals(Optional.empty(), unreadable.deserialize("items", new byte[1]));
    LenientDeserializer<Item> down =
        new LenientDeserializer<>(
            (topic, bytes) -> {
              throw new RegistryUnavailableException("down", null);
            });
    assertThrows(RegistryUnavailableException.class, () -> down.deserialize("items", new byte[1]));
  }

  private void take(String key, Optional<Item> item) {
    catalog.take(new TableRecord<>("items", 0, 0, 0, key, item));
  }

  private void delete(String key) {
    catalog.take(new TableRecord<>("items", 0, 0, 0, key, null));
  }

  private static Optional<Item> item(String id, String title) {
    return item(id, title, NOW - 10);
  }

  private static Optional<Item> item(String id, String title, long updatedAt) {
    return Optional.of(
        Item.newBuilder()
            .setItemId(id)
            .setTitle(title)
            .setCategories(List.of("Drama"))
            .setUpdatedAt(updatedAt)
            .build());
  }
}
