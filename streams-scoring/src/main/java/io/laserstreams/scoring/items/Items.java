package io.laserstreams.scoring.items;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The known items. Thread-safe. */
public interface Items {
  /** The item; null if unknown. */
  @Nullable StoredItem get(String itemId);

  /** Whether the item is known; cheaper than {@link #get}. */
  boolean contains(String itemId);

  void forEach(Consumer<StoredItem> visitor);

  /** Ids of some of the items, at most so many. */
  List<String> some(int count);
}
