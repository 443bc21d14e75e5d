package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.schema.FloatLists;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.rule.Versions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Items and knowledge about them by id, in their newest versions on the compacted topics. Written
 * by the thread that reads those topics, read by the one that trains. The features of an item that
 * has not changed are always the same object.
 *
 * <p>Memory is bounded: beyond {@code capacity} items, further ones are counted and not stored;
 * training knows them by their ids only. An item with a vector of 384 numbers takes about 2 KB.
 */
final class ItemCatalogue {
  private static final Logger log = LoggerFactory.getLogger(ItemCatalogue.class);

  private static final long NEVER = Long.MIN_VALUE;

  private final FeatureSpec spec;
  private final int capacity;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();

  ItemCatalogue(FeatureSpec spec, int capacity) {
    this.spec = requireNonNull(spec, "spec is null");
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + "; it must be at least 1");
    }
    this.capacity = capacity;
  }

  /**
   * Stores an item, unless a newer version of it is known.
   *
   * @param item null to delete the item; its knowledge stays until that is deleted too
   */
  void item(String itemId, @Nullable Item item) {
    Entry old = entries.get(itemId);
    if (item != null && old != null && !Versions.replaces(item.getUpdatedAt(), old.updatedAt)) {
      return;
    }
    ItemFeatures plain =
        item == null
            ? ItemFeatures.unknown(itemId)
            : new ItemFeatures(itemId, item.getCategories(), item.getFields(), null);
    long updatedAt = item == null ? NEVER : item.getUpdatedAt();
    put(
        itemId,
        old == null || old.withKnowledge == null
            ? new Entry(plain, updatedAt, null, 0)
            : new Entry(
                plain, updatedAt, with(plain, old.withKnowledge.knowledge()), old.basedOnEventTime),
        item == null);
  }

  /**
   * Stores knowledge about an item.
   *
   * @param knowledge null to delete it
   * @throws BadRecordException if the configured encoder's vector is invalid
   */
  void knowledge(String itemId, @Nullable Knowledge knowledge) {
    float[] vector = knowledge == null ? null : vector(itemId, knowledge.getVectors());
    Entry old = entries.get(itemId);
    ItemFeatures plain = old == null ? ItemFeatures.unknown(itemId) : old.plain;
    long updatedAt = old == null ? NEVER : old.updatedAt;
    put(
        itemId,
        knowledge == null || vector == null
            ? new Entry(plain, updatedAt, null, 0)
            : new Entry(plain, updatedAt, with(plain, vector), knowledge.getBasedOnEventTime()),
        vector == null);
  }

  /** Deletes all items; knowledge about them stays. */
  void forgetItems() {
    entries.keySet().forEach(id -> item(id, null));
  }

  /** Deletes all knowledge about items. */
  void forgetKnowledge() {
    entries.keySet().forEach(id -> knowledge(id, null));
  }

  /**
   * The features of an item of an impression.
   *
   * @param withKnowledge false if it was served without knowledge
   * @param eventTime the impression's; knowledge based on this time or later is left out
   */
  ItemFeatures features(String itemId, boolean withKnowledge, long eventTime) {
    Entry entry = entries.get(itemId);
    if (entry == null) {
      return ItemFeatures.unknown(itemId);
    }
    return withKnowledge && entry.withKnowledge != null && entry.basedOnEventTime < eventTime
        ? entry.withKnowledge
        : entry.plain;
  }

  /** The item's newest features, with its newest knowledge. */
  ItemFeatures newest(String itemId) {
    Entry entry = entries.get(itemId);
    return entry == null
        ? ItemFeatures.unknown(itemId)
        : entry.withKnowledge == null ? entry.plain : entry.withKnowledge;
  }

  /** Ids of all items, sorted. */
  List<String> ids() {
    return entries.keySet().stream().sorted().toList();
  }

  int size() {
    return entries.size();
  }

  /** Records that were not stored because the catalogue is full. */
  long refused() {
    return refused.get();
  }

  private void put(String itemId, Entry entry, boolean deletion) {
    if (deletion && entry.isEmpty()) {
      entries.remove(itemId);
    } else if (entries.size() < capacity || entries.containsKey(itemId)) {
      entries.put(itemId, entry);
    } else if (refused.getAndIncrement() == 0) {
      log.warn(
          "The catalogue is full with {} items; training knows item {} and further ones by their"
              + " ids only. Raise {}",
          capacity,
          itemId,
          "catalogue.items.max");
    }
  }

  private float @Nullable [] vector(String itemId, List<KnowledgeVector> vectors) {
    FeatureSpec.Encoder encoder = spec.itemEncoder();
    for (KnowledgeVector vector : vectors) {
      if (encoder != null && vector.getEncoderId().equals(encoder.id())) {
        try {
          return spec.checkedItemVector(itemId, FloatLists.toArray(vector.getValues()));
        } catch (InvalidVectorException e) {
          throw new BadRecordException(e.reason(), requireNonNull(e.getMessage()));
        }
      }
    }
    return null;
  }

  private static ItemFeatures with(ItemFeatures plain, float @Nullable [] vector) {
    return new ItemFeatures(plain.itemId(), plain.categories(), plain.fields(), vector);
  }

  /**
   * An item's features.
   *
   * @param plain without knowledge
   * @param withKnowledge null if the item has none
   */
  private record Entry(
      ItemFeatures plain,
      long updatedAt,
      @Nullable ItemFeatures withKnowledge,
      long basedOnEventTime) {
    private boolean isEmpty() {
      return updatedAt == NEVER && withKnowledge == null;
    }
  }
}
