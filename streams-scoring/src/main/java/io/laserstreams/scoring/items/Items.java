package io.laserstreams.scoring.items;

import java.util.function.Consumer;

/** The items that are known now. Thread-safe. */
public interface Items {
  /** The item, or null where it is unknown. */
  StoredItem get(String itemId);

  /** Whether the item is known; cheaper than to {@link #get} it. */
  boolean contains(String itemId);

  void forEach(Consumer<StoredItem> visitor);
}
