package io.laserstreams.crm.streaming.factors;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.item.ItemFeatures;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Items with what was fitted for them, computed on first use. Items of the fitted factors and of
 * the catalogue are kept; unknown ones, which clients may ask for, take no memory. Safe for several
 * threads: readers do not wait for each other, only for an item that is being computed.
 */
public final class FittedItems {
  private final FittedFactors fittedFactors;
  private final Function<String, @Nullable ItemFeatures> catalogue;
  private final AtomicReferenceArray<@Nullable FittedItem> withRow;
  private final Map<String, FittedItem> others = new ConcurrentHashMap<>();
  private final Object change = new Object();

  /**
   * @param catalogue what is known about an item, null if it is not in the catalogue; safe for the
   *     threads that read items
   */
  public FittedItems(
      FittedFactors fittedFactors, Function<String, @Nullable ItemFeatures> catalogue) {
    this.fittedFactors = requireNonNull(fittedFactors, "fittedFactors is null");
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
    this.withRow = new AtomicReferenceArray<>(fittedFactors.items().size());
  }

  public FittedFactors fittedFactors() {
    return fittedFactors;
  }

  /** The item of this id; of an unknown item there is only the id. */
  public FittedItem of(String itemId) {
    int row = fittedFactors.row(itemId);
    if (row >= 0) {
      return at(row);
    }
    FittedItem item = others.get(itemId);
    return item == null ? compute(itemId) : item;
  }

  /** The item in this row of the fitted factors. */
  public FittedItem at(int row) {
    FittedItem item = withRow.get(row);
    return item == null ? compute(row) : item;
  }

  private FittedItem compute(int row) {
    synchronized (change) {
      FittedItem item = withRow.get(row);
      if (item == null) {
        String itemId = fittedFactors.items().get(row).itemId();
        ItemFeatures known = catalogue.apply(itemId);
        item = fittedFactors.place(known == null ? ItemFeatures.unknown(itemId) : known);
        withRow.set(row, item);
      }
      return item;
    }
  }

  private FittedItem compute(String itemId) {
    synchronized (change) {
      ItemFeatures known = catalogue.apply(itemId);
      return known == null
          ? fittedFactors.place(ItemFeatures.unknown(itemId))
          : others.computeIfAbsent(itemId, id -> fittedFactors.place(known));
    }
  }

  /**
   * Call this after the catalogue's entry of an item has changed: its next use computes it again.
   */
  public void changed(String itemId) {
    synchronized (change) {
      int row = fittedFactors.row(itemId);
      if (row >= 0) {
        withRow.set(row, null);
      } else {
        others.remove(itemId);
      }
    }
  }
}
