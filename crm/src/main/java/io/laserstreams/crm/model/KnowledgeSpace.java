package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.FITTED;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.ops.Ops;

/**
 * The space in which models read knowledge vectors: an encoder's vectors, centred, on their
 * principal axes. Vectors of a text encoder lie in a narrow cone, where every cosine is high;
 * centred, and with the axes' deviations half equalised, their directions distinguish items (Mu,
 * Viswanath 2018, 'All-but-the-Top'). The map is fitted once, before the training, and then fixed;
 * until then it is a random projection. All vectors of an encoder share a space.
 */
public record KnowledgeSpace(ModelShape shape) {
  /** The parameter of an encoder's map, [dimensions, {@link ModelShape#spaceWidth}]. */
  public static String weight(FeatureSpec.Encoder encoder) {
    return "knowledge.space." + encoder.id() + ".weight";
  }

  /** The parameter that is added to mapped vectors, [{@link ModelShape#spaceWidth}]. */
  public static String bias(FeatureSpec.Encoder encoder) {
    return "knowledge.space." + encoder.id() + ".bias";
  }

  /**
   * The parameter of how far beyond 1 each axis is stretched to compare directions, [{@link
   * ModelShape#spaceWidth}].
   */
  public static String stretch(FeatureSpec.Encoder encoder) {
    return "knowledge.space." + encoder.id() + ".stretch";
  }

  /**
   * Whether vectors of this encoder are mapped; those no longer than the space is wide are read as
   * they are.
   */
  public boolean maps(FeatureSpec.Encoder encoder) {
    return shape.spaceWidth() > 0 && shape.spaceWidth() < encoder.dimensions();
  }

  int width(FeatureSpec.Encoder encoder) {
    return maps(encoder) ? shape.spaceWidth() : encoder.dimensions();
  }

  /**
   * Maps unit vectors [n, dimensions] to the space, [n, {@link #width}], with about unit variance.
   */
  <T> T of(Ops<T> ops, FeatureSpec.Encoder encoder, T vectors) {
    if (!maps(encoder)) {
      return ops.affine(vectors, (float) Math.sqrt(encoder.dimensions()), 0);
    }
    T mapped =
        ops.matmul(
            vectors,
            ops.parameter(weight(encoder), FITTED, encoder.dimensions(), shape.spaceWidth()));
    return ops.add(mapped, ops.parameter(bias(encoder), FITTED, shape.spaceWidth()));
  }

  /**
   * Directions of vectors in the space: unit vectors, centred on the mean of their own numbers, [n,
   * width].
   */
  <T> T directions(Ops<T> ops, FeatureSpec.Encoder encoder, T x) {
    int width = width(encoder);
    T stretched =
        maps(encoder)
            ? ops.multiply(x, ops.affine(ops.parameter(stretch(encoder), FITTED, width), 1, 1))
            : x;
    return ops.affine(ops.standardise(stretched, width), 1 / (float) Math.sqrt(width), 0);
  }
}
