package io.laserstreams.knowledge.request;

import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Titles and categories of all items, in memory, fed from the items topic. Every instance has all of them, since a user's history
 * holds items of any partition. Some 200 bytes an item; beyond the bound further items are not taken and counted, and prompts
 * name them by their id. Thread-safe.
 */
public final class ItemCatalog implements ItemCards, TableListener<Optional<Item>> {
  private final int maxItems;
  private final Map<String, ItemCard> cards = new ConcurrentHashMap<>();
  private final Counter refused;

  public ItemCatalog(int maxItems, MeterRegistry registry) {
    this.maxItems = maxItems;
    Gauge.builder("laser.knowledge.catalog.items", cards, Map::size).description("Items whose title prompts can tell")
        .register(registry);
    this.refused = Counter.builder("laser.knowledge.catalog.refused")
        .description("Item records not taken into the catalog because it has item.catalog.max items").register(registry);
  }

  @Override
  public Optional<ItemCard> find(String itemId) {
    return Optional.ofNullable(cards.get(itemId));
  }

  /** A tombstone removes the item; an unreadable record changes nothing. */
  @Override
  public void take(TableRecord<Optional<Item>> record) {
    if (record.deleted()) {
      cards.remove(record.key());
    } else {
      record.value().ifPresent(item -> put(record.key(), item));
    }
  }

  private void put(String itemId, Item item) {
    if (cards.size() >= maxItems && !cards.containsKey(itemId)) {
      refused.increment();
    } else {
      cards.put(itemId, new ItemCard(item.getTitle(), item.getCategories()));
    }
  }
}
