package io.laserstreams.scoring.support;

import io.laserstreams.scoring.items.ItemDescription;
import io.laserstreams.scoring.items.ItemKnowledge;
import io.laserstreams.scoring.items.Items;
import io.laserstreams.scoring.items.StoredItem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An in-memory item table. */
public final class MapItems implements Items {
  private final Map<String, StoredItem> items = new ConcurrentSkipListMap<>();

  public MapItems with(String itemId, String category) {
    return with(itemId, category, null);
  }

  public MapItems with(String itemId, String category, @Nullable ItemKnowledge knowledge) {
    items.put(
        itemId,
        new StoredItem(itemId, new ItemDescription(List.of(category), Map.of(), 0), knowledge));
    return this;
  }

  public void remove(String itemId) {
    items.remove(itemId);
  }

  @Override
  public @Nullable StoredItem get(String itemId) {
    return items.get(itemId);
  }

  @Override
  public boolean contains(String itemId) {
    return items.containsKey(itemId);
  }

  @Override
  public void forEach(Consumer<StoredItem> visitor) {
    items.values().forEach(visitor);
  }

  @Override
  public List<String> some(int count) {
    return items.keySet().stream().limit(count).toList();
  }
}
