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

/** Items of a slate as the topics have them now, and what of them is newer than the slate. */
final class LoggedItems {
  private final FeatureSpec spec;
  private final long eventTime;
  private final long writtenAt;
  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, Knowledge> knowledge = new HashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * @param eventTime of the impression, milliseconds since the epoch
   * @param writtenAt when the sample was written, by the wall clock; what is newer cannot be in the
   *     score
   */
  LoggedItems(FeatureSpec spec, long eventTime, long writtenAt) {
    this.spec = spec;
    this.eventTime = eventTime;
    this.writtenAt = writtenAt;
  }

  void item(String itemId, Item item) {
    if (item == null) {
      items.remove(itemId);
    } else {
      items.merge(itemId, item, Versions::newest);
    }
  }

  void knowledge(String itemId, Knowledge newest) {
    Knowledge before = knowledge.get(itemId);
    if (newest == null) {
      knowledge.remove(itemId);
    } else if (before == null || newest.getPosition() >= before.getPosition()) {
      knowledge.put(itemId, newest);
    }
  }

  /** Title of an item; its id where there is none. */
  String title(String itemId) {
    Item item = items.get(itemId);
    return item == null || item.getTitle() == null || item.getTitle().isBlank()
        ? itemId
        : item.getTitle();
  }

  /**
   * A candidate as it was scored.
   *
   * @param position of the knowledge that the score used, null for none
   */
  ItemFeatures candidate(String itemId, Long position) {
    if (position == null) {
      return features(itemId, null);
    }
    Knowledge now = knowledge.get(itemId);
    if (now == null || now.getPosition() != position) {
      notes.add(
          "What was written about item %s is %s, the score used position %d"
              .formatted(
                  itemId,
                  now == null ? "gone from the topic" : "of position " + now.getPosition() + " now",
                  position));
    }
    return features(itemId, now);
  }

  /** An item of the history: nothing that is based on the impression's time or later is used. */
  ItemFeatures ofHistory(String itemId) {
    Knowledge now = knowledge.get(itemId);
    if (now == null || now.getBasedOnEventTime() >= eventTime) {
      return features(itemId, null);
    }
    if (now.getProvenance().getGeneratedAt() > writtenAt) {
      notes.add(
          "What was written about item %s of the history is of %s, after the slate was scored"
              .formatted(itemId, Instant.ofEpochMilli(now.getProvenance().getGeneratedAt())));
    }
    return features(itemId, now);
  }

  private ItemFeatures features(String itemId, Knowledge known) {
    Item item = items.get(itemId);
    if (item == null) {
      return ItemFeatures.unknown(itemId);
    }
    if (item.getUpdatedAt() >= eventTime) {
      notes.add(
          "Item %s was changed at %s, after the impression"
              .formatted(itemId, Instant.ofEpochMilli(item.getUpdatedAt())));
    }
    float[] vector =
        known == null ? null : EncodedVectors.by(spec.itemEncoder(), known.getVectors());
    return new ItemFeatures(itemId, item.getCategories(), item.getFields(), vector);
  }

  /** What has changed since, in sentences. */
  Set<String> notes() {
    return notes;
  }
}
