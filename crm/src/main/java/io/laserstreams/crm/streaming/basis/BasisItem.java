package io.laserstreams.crm.streaming.basis;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.ItemFeatures;

/**
 * An item as a basis has it.
 *
 * @param item what the catalogue says of it
 * @param row in the basis, -1 for an item that was not there when it was fitted
 * @param placed whether bias and factors are known, from values or from text
 * @param bias by how much its values exceed the mean, 0 where it is not placed
 * @param factors the first is 1, the others 0 where it is not placed; empty where the basis has no factors
 * @param coordinates in the text space, null without a knowledge vector
 * @param direction in the text space, null without a knowledge vector
 * @param coRated items that were rated alike
 * @param alike items whose text is alike
 */
public record BasisItem(
    ItemFeatures item,
    int row,
    boolean placed,
    float bias,
    float[] factors,
    float[] coordinates,
    float[] direction,
    Neighbours coRated,
    Neighbours alike) {
  public BasisItem {
    requireNonNull(item, "item is null");
  }

  /** The cosine of two items' directions; NaN where one has none. */
  public float cosine(BasisItem other) {
    if (direction == null || other.direction == null) {
      return Float.NaN;
    }
    float[] a = direction;
    float[] b = other.direction;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
