package io.laserstreams.crm.streaming.factors;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.item.ItemFeatures;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Items as one basis has them, worked out when they are first asked for. Kept are those of the
 * basis and those of the catalogue, so what clients ask for besides costs no memory. Safe for
 * several threads: readers do not wait for each other, only for an item that is being worked out.
 */
public final class FittedItems {
  private final FittedFactors basis;
  private final Function<String, ItemFeatures> catalogue;
  private final AtomicReferenceArray<FittedItem> ofBasis;
  private final Map<String, FittedItem> others = new ConcurrentHashMap<>();
  private final Object change = new Object();

  /**
   * @param catalogue what is known of an item, null for one that is not in the catalogue; safe for
   *     the threads that ask
   */
  public FittedItems(FittedFactors basis, Function<String, ItemFeatures> catalogue) {
    this.basis = requireNonNull(basis, "basis is null");
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
    this.ofBasis = new AtomicReferenceArray<>(basis.items().size());
  }

  public FittedFactors basis() {
    return basis;
  }

  /** The item of this id; one that neither basis nor catalogue knows is nothing but its id. */
  public FittedItem of(String itemId) {
    int row = basis.row(itemId);
    if (row >= 0) {
      return at(row);
    }
    FittedItem item = others.get(itemId);
    return item == null ? workOut(itemId) : item;
  }

  /** The item in this row of the basis. */
  public FittedItem at(int row) {
    FittedItem item = ofBasis.get(row);
    return item == null ? workOut(row) : item;
  }

  private FittedItem workOut(int row) {
    synchronized (change) {
      FittedItem item = ofBasis.get(row);
      if (item == null) {
        String itemId = basis.items().get(row).itemId();
        ItemFeatures known = catalogue.apply(itemId);
        item = basis.place(known == null ? ItemFeatures.unknown(itemId) : known);
        ofBasis.set(row, item);
      }
      return item;
    }
  }

  private FittedItem workOut(String itemId) {
    synchronized (change) {
      ItemFeatures known = catalogue.apply(itemId);
      return known == null
          ? basis.place(ItemFeatures.unknown(itemId))
          : others.computeIfAbsent(itemId, id -> basis.place(known));
    }
  }

  /**
   * What the catalogue says of the item has changed already: it is worked out anew when it is next
   * asked for.
   */
  public void changed(String itemId) {
    synchronized (change) {
      int row = basis.row(itemId);
      if (row >= 0) {
        ofBasis.set(row, null);
      } else {
        others.remove(itemId);
      }
    }
  }
}
