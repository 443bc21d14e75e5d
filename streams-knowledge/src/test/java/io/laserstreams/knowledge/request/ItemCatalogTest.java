package io.laserstreams.knowledge.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ItemCatalogTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ItemCatalog catalog = new ItemCatalog(2, registry);

  @Test
  void shouldKnowTheNewestRecordOfAnItem() {
    take("m", item("m", "Old"));
    take("m", item("m", "New"));
    assertEquals(Optional.of(new ItemCard("New", List.of("Drama"))), catalog.find("m"));
  }

  @Test
  void shouldForgetADeletedItem() {
    take("m", item("m", "Title"));
    take("m", null);
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
    assertEquals(1, registry.get("laser.knowledge.catalog.refused").counter().count());
  }

  @Test
  void shouldReadLenientlyButWaitForTheRegistry() {
    LenientItems unreadable = new LenientItems((topic, bytes) -> {
      throw new UnreadableRecordException("bad");
    });
    assertEquals(Optional.empty(), unreadable.deserialize("items", new byte[1]));
    LenientItems down = new LenientItems((topic, bytes) -> {
      throw new RegistryUnavailableException("down", null);
    });
    assertThrows(RegistryUnavailableException.class, () -> down.deserialize("items", new byte[1]));
  }

  private void take(String key, Optional<Item> item) {
    catalog.take(new TableRecord<>("items", 0, 0, 0, key, item));
  }

  private static Optional<Item> item(String id, String title) {
    return Optional.of(Item.newBuilder().setItemId(id).setTitle(title).setCategories(List.of("Drama")).setUpdatedAt(1).build());
  }
}
