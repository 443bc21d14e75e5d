package io.laserstreams.crm.streaming.factors;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.ops.Products;

/**
 * An item as a basis has it.
 *
 * @param item what the catalogue says of it
 * @param row in the basis, -1 for an item that was not there when it was fitted
 * @param placed whether bias and factors are known, from values or from text
 * @param bias by how much its values exceed the mean, 0 where it is not placed
 * @param factors the first is 1, the others 0 where it is not placed; empty where the basis has no
 *     factors
 * @param coordinates in the text space, null without a knowledge vector
 * @param direction in the text space, null without a knowledge vector
 * @param coRated items that were rated alike
 * @param neighbourhood items whose text is alike
 */
public record FittedItem(
    ItemFeatures item,
    int row,
    boolean placed,
    float bias,
    float[] factors,
    float[] coordinates,
    float[] direction,
    Neighbours coRated,
    Neighbourhood neighbourhood) {
  public FittedItem {
    requireNonNull(item, "item is null");
  }

  /** The cosine of two items' directions; NaN where one has none. */
  public float cosine(FittedItem other) {
    if (direction == null || other.direction == null) {
      return Float.NaN;
    }
    return Products.dot(direction, 0, other.direction, 0, direction.length);
  }
}
