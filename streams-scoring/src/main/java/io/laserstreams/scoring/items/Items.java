package io.laserstreams.scoring.items;

import java.util.function.Consumer;

/** The items that are known now. Thread-safe. */
public interface Items {
  /** The item, or null where it is unknown. */
  StoredItem get(String itemId);

  void forEach(Consumer<StoredItem> visitor);
}
