package io.laserstreams.knowledge.request;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.metrics.SharedMeters;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.rule.RecordRules;
import io.laserstreams.schema.rule.Versions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Titles and categories of all items, in memory, read from the items topic: the newest version of
 * each. Every instance has all of them, since a user's history holds items of any partition. Some
 * 200 bytes per item; beyond the bound further items are refused and counted, and prompts name them
 * by their id. Thread-safe.
 */
public final class ItemCatalog implements ItemCards, TableListener<Optional<Item>> {
  private final int maxItems;
  private final RecordRules rules;
  private final InstantSource clock;
  private final Map<String, ItemCard> cards = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();

  public ItemCatalog(int maxItems, RecordRules rules, InstantSource clock, MeterRegistry registry) {
    this.maxItems = maxItems;
    this.rules = requireNonNull(rules, "rules is null");
    this.clock = requireNonNull(clock, "clock is null");
    SharedMeters.catalog(
        registry, this, catalog -> catalog.cards.size(), catalog -> catalog.refused.get());
  }

  @Override
  public Optional<ItemCard> find(String itemId) {
    return Optional.ofNullable(cards.get(itemId));
  }

  /**
   * A tombstone removes the item; a record that is unreadable, invalid or older than the known one
   * changes nothing.
   */
  @Override
  public void take(TableRecord<Optional<Item>> record) {
    if (record.deleted()) {
      cards.remove(record.key());
    } else {
      record
          .value()
          .filter(item -> rules.check(record.key(), item, clock.millis()).isEmpty())
          .ifPresent(item -> put(record.key(), item));
    }
  }

  @Override
  public void topicRecreated(String topic) {
    cards.clear();
  }

  private void put(String itemId, Item item) {
    ItemCard known = cards.get(itemId);
    if (known == null && cards.size() >= maxItems) {
      refused.incrementAndGet();
    } else if (known == null || Versions.replaces(item.getUpdatedAt(), known.updatedAt())) {
      cards.put(itemId, new ItemCard(item.getTitle(), item.getCategories(), item.getUpdatedAt()));
    }
  }
}
