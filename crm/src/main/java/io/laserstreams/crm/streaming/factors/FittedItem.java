package io.laserstreams.crm.streaming.factors;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.ops.Products;
import org.jspecify.annotations.Nullable;

/**
 * An item with what was fitted for it.
 *
 * @param item what the catalogue says about it
 * @param row in the fitted factors, -1 for an item without one
 * @param placed whether bias and factors are known, from values or from text
 * @param bias by how much its values exceed the mean, 0 if it is not placed
 * @param factors the first is 1, the others 0 if it is not placed; empty if no factors were fitted
 * @param text in the space of texts; null without a knowledge vector
 * @param coRated items that were rated alike
 * @param neighbourhood items with similar texts
 */
public record FittedItem(
    ItemFeatures item,
    int row,
    boolean placed,
    float bias,
    float[] factors,
    TextSpace.@Nullable Position text,
    Neighbours coRated,
    Neighbourhood neighbourhood) {
  public FittedItem {
    requireNonNull(item, "item is null");
  }

  /** Coordinates in the space of texts; null without a knowledge vector. */
  public float @Nullable [] coordinates() {
    return text == null ? null : text.coordinates();
  }

  /** Direction in the space of texts; null without a knowledge vector. */
  public float @Nullable [] direction() {
    return text == null ? null : text.direction();
  }

  /** The cosine of two items' directions; NaN if one has none. */
  public float cosine(FittedItem other) {
    float[] mine = direction();
    float[] theirs = other.direction();
    return mine == null || theirs == null
        ? Float.NaN
        : Products.dot(mine, 0, theirs, 0, mine.length);
  }
}
