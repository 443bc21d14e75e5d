package io.laserstreams.learning.dataset;

import io.laserstreams.crm.item.ItemFeatures;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The features of a dataset's items, one object for each item; of an item outside the catalogue
 * only the id is known.
 */
public final class KnownItems {
  private final Map<String, ItemFeatures> catalogue;
  private final Map<String, ItemFeatures> items;
  private final Knowledge knowledge;

  /** Items with texts that are known from a time on, by id and then by their vectors. */
  private final Map<String, Map<float[], ItemFeatures>> timed = new HashMap<>();

  public KnownItems(Dataset data, Knowledge knowledge) {
    this.knowledge = knowledge;
    catalogue = new TreeMap<>();
    data.items()
        .forEach(
            (id, item) ->
                catalogue.put(
                    id,
                    new ItemFeatures(
                        id, item.categories(), item.fields(), knowledge.items().get(id))));
    items = new HashMap<>(catalogue);
  }

  public ItemFeatures of(String itemId) {
    return items.computeIfAbsent(itemId, ItemFeatures::unknown);
  }

  /**
   * The item with what is known about it before this time; one object as long as the same is known.
   *
   * @param time milliseconds since the epoch, in the data
   */
  public ItemFeatures of(String itemId, long time) {
    if (!knowledge.timedItems().containsKey(itemId)) {
      return of(itemId);
    }
    float[] vector = knowledge.ofItem(itemId, time);
    ItemFeatures bare = of(itemId);
    return vector == null
        ? bare
        : timed
            .computeIfAbsent(itemId, id -> new IdentityHashMap<>())
            .computeIfAbsent(
                vector, key -> new ItemFeatures(itemId, bare.categories(), bare.fields(), key));
  }

  /** The items of the catalogue by id. */
  public Map<String, ItemFeatures> catalogue() {
    return catalogue;
  }
}
