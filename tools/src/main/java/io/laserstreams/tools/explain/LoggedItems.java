package io.laserstreams.tools.explain;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.rule.Versions;
import io.laserstreams.tools.client.EncodedVectors;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Items of a slate as they are on the topics now, with notes on what is newer than the slate. */
final class LoggedItems {
  private final FeatureSpec spec;
  private final long eventTime;
  private final long writtenAt;
  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, Knowledge> knowledge = new HashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * @param eventTime of the impression, milliseconds since the epoch
   * @param writtenAt when the sample was written, by the wall clock; the score cannot contain
   *     anything newer
   */
  LoggedItems(FeatureSpec spec, long eventTime, long writtenAt) {
    this.spec = spec;
    this.eventTime = eventTime;
    this.writtenAt = writtenAt;
  }

  /** Adds the item's next version on its topic; null deletes it. */
  void item(String itemId, @Nullable Item item) {
    if (item == null) {
      items.remove(itemId);
    } else {
      items.merge(itemId, item, Versions::newest);
    }
  }

  /** Adds the newest knowledge about an item; null deletes it. */
  void knowledge(String itemId, @Nullable Knowledge newest) {
    Knowledge before = knowledge.get(itemId);
    if (newest == null) {
      knowledge.remove(itemId);
    } else if (before == null || newest.getPosition() >= before.getPosition()) {
      knowledge.put(itemId, newest);
    }
  }

  /** Title of an item; its id without one. */
  String title(String itemId) {
    Item item = items.get(itemId);
    return item == null || item.getTitle() == null || item.getTitle().isBlank()
        ? itemId
        : item.getTitle();
  }

  /**
   * A candidate as it was scored.
   *
   * @param position of the knowledge that the score used; null without
   */
  ItemFeatures candidate(String itemId, @Nullable Long position) {
    if (position == null) {
      return features(itemId, null);
    }
    Knowledge now = knowledge.get(itemId);
    if (now == null || now.getPosition() != position) {
      notes.add(
          "Knowledge about item %s is %s, the score used position %d"
              .formatted(
                  itemId,
                  now == null ? "gone from the topic" : "at position " + now.getPosition() + " now",
                  position));
    }
    return features(itemId, now);
  }

  /** An item of the history, without knowledge that is based on the impression's time or later. */
  ItemFeatures ofHistory(String itemId) {
    Knowledge now = knowledge.get(itemId);
    if (now == null || now.getBasedOnEventTime() >= eventTime) {
      return features(itemId, null);
    }
    if (now.getProvenance().getGeneratedAt() > writtenAt) {
      notes.add(
          "Knowledge about item %s of the history is from %s, after the slate was scored"
              .formatted(itemId, Instant.ofEpochMilli(now.getProvenance().getGeneratedAt())));
    }
    return features(itemId, now);
  }

  private ItemFeatures features(String itemId, @Nullable Knowledge known) {
    Item item = items.get(itemId);
    if (item == null) {
      return ItemFeatures.unknown(itemId);
    }
    if (item.getUpdatedAt() >= eventTime) {
      notes.add(
          "Item %s was updated at %s, after the impression"
              .formatted(itemId, Instant.ofEpochMilli(item.getUpdatedAt())));
    }
    float[] vector =
        known == null ? null : EncodedVectors.by(spec.itemEncoder(), known.getVectors());
    return new ItemFeatures(itemId, item.getCategories(), item.getFields(), vector);
  }

  /** What has changed since, for people. */
  Set<String> notes() {
    return notes;
  }
}
