package io.laserstreams.crm.streaming.basis;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.ItemFeatures;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Items by id as one basis has them, worked out when they are first asked for. Belongs to one thread. */
public final class BasisItems {
  private final Basis basis;
  private final Function<String, ItemFeatures> catalogue;
  private final Map<String, BasisItem> items = new HashMap<>();

  /** @param catalogue what is known of an item, never null */
  public BasisItems(Basis basis, Function<String, ItemFeatures> catalogue) {
    this.basis = requireNonNull(basis, "basis is null");
    this.catalogue = requireNonNull(catalogue, "catalogue is null");
  }

  public Basis basis() {
    return basis;
  }

  public BasisItem of(String itemId) {
    BasisItem item = items.get(itemId);
    if (item == null) {
      item = basis.place(catalogue.apply(itemId));
      items.put(itemId, item);
    }
    return item;
  }

  /** The item has changed: it is worked out anew when it is next asked for. */
  public void changed(String itemId) {
    items.remove(itemId);
  }
}
