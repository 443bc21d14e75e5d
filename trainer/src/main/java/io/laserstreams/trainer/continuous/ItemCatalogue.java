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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Items and the knowledge of them, by id, as the compacted topics have them now: of each item the
 * newest version. Written by the thread that reads those topics, read by the one that trains. The
 * features of an item that has not changed are always the same object.
 *
 * <p>Memory is bounded: beyond {@code capacity} items no further one is taken, training knows it by
 * its id only, and it is counted. An item with a vector of 384 numbers takes about 2 KB.
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
   * Takes an item, unless a newer version of it is known; null deletes it, its knowledge stays
   * until that is deleted too.
   */
  void item(String itemId, Item item) {
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
        old == null || old.knowing == null
            ? new Entry(plain, updatedAt, null, 0)
            : new Entry(
                plain, updatedAt, with(plain, old.knowing.knowledge()), old.basedOnEventTime),
        item == null);
  }

  /**
   * Takes knowledge of an item; null deletes it.
   *
   * @throws BadRecordException where the configured encoder's vector is none of its vectors
   */
  void knowledge(String itemId, Knowledge knowledge) {
    float[] vector = knowledge == null ? null : vector(itemId, knowledge.getVectors());
    Entry old = entries.get(itemId);
    ItemFeatures plain = old == null ? ItemFeatures.unknown(itemId) : old.plain;
    long updatedAt = old == null ? NEVER : old.updatedAt;
    put(
        itemId,
        vector == null
            ? new Entry(plain, updatedAt, null, 0)
            : new Entry(plain, updatedAt, with(plain, vector), knowledge.getBasedOnEventTime()),
        vector == null);
  }

  /** Forgets all items; what is known about them stays. */
  void forgetItems() {
    entries.keySet().forEach(id -> item(id, null));
  }

  /** Forgets what is known about items. */
  void forgetKnowledge() {
    entries.keySet().forEach(id -> knowledge(id, null));
  }

  /**
   * An item of an impression.
   *
   * @param withKnowledge false where it was served without knowledge
   * @param eventTime the impression's; knowledge that is based on this time or later is not given
   */
  ItemFeatures features(String itemId, boolean withKnowledge, long eventTime) {
    Entry entry = entries.get(itemId);
    if (entry == null) {
      return ItemFeatures.unknown(itemId);
    }
    return withKnowledge && entry.knowing != null && entry.basedOnEventTime < eventTime
        ? entry.knowing
        : entry.plain;
  }

  /** The item as it is known now, with its newest knowledge. */
  ItemFeatures newest(String itemId) {
    Entry entry = entries.get(itemId);
    return entry == null
        ? ItemFeatures.unknown(itemId)
        : entry.knowing == null ? entry.plain : entry.knowing;
  }

  /** Ids of all items, sorted. */
  List<String> ids() {
    return entries.keySet().stream().sorted().toList();
  }

  int size() {
    return entries.size();
  }

  /** Records that were not taken because the catalogue is full. */
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
          "The catalogue is full at {} items; item {} and further ones are known by their id only."
              + " Raise {}",
          capacity,
          itemId,
          "catalogue.items.max");
    }
  }

  private float[] vector(String itemId, List<KnowledgeVector> vectors) {
    for (KnowledgeVector vector : vectors) {
      if (spec.itemEncoder() != null && vector.getEncoderId().equals(spec.itemEncoder().id())) {
        try {
          return spec.checkedItemVector(itemId, FloatLists.toArray(vector.getValues()));
        } catch (InvalidVectorException e) {
          throw new BadRecordException(e.reason(), e.getMessage());
        }
      }
    }
    return null;
  }

  private static ItemFeatures with(ItemFeatures plain, float[] vector) {
    return new ItemFeatures(plain.itemId(), plain.categories(), plain.fields(), vector);
  }

  /** An item without knowledge and, where there is some, with it. */
  private record Entry(
      ItemFeatures plain, long updatedAt, ItemFeatures knowing, long basedOnEventTime) {
    private boolean isEmpty() {
      return updatedAt == NEVER && knowing == null;
    }
  }
}
