package io.laserstreams.learning.dataset;

import io.laserstreams.crm.item.ItemFeatures;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The features of a dataset's items, one object for each item; of an item outside the catalogue
 * only the id is known.
 */
public final class KnownItems {
  private final Map<String, ItemFeatures> catalogue;
  private final Map<String, ItemFeatures> items;

  public KnownItems(Dataset data, Knowledge knowledge) {
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

  /** The items of the catalogue by id. */
  public Map<String, ItemFeatures> catalogue() {
    return catalogue;
  }
}
