package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.FITTED;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.ops.Ops;
import java.util.Arrays;

/**
 * Where knowledge vectors are read: an encoder's vectors about their mean, on their principal axes.
 * Vectors of a text encoder lie in a narrow cone, where every cosine is high; about their mean, and
 * with the axes' deviations brought half-way to each other, their directions tell items apart (Mu,
 * Viswanath 2018, 'All-but-the-Top'). The map is fitted once, before the training, and then fixed;
 * until it is, it is a random projection. Vectors of one encoder share a space, whosever they are.
 */
public record KnowledgeSpace(ModelShape shape) {
  /** The parameter of an encoder's map, [dimensions, {@link ModelShape#spaceWidth}]. */
  public static String weight(FeatureSpec.Encoder encoder) {
    return "knowledge.space." + encoder.id() + ".weight";
  }

  /** The parameter that is added to what is mapped, [{@link ModelShape#spaceWidth}]. */
  public static String bias(FeatureSpec.Encoder encoder) {
    return "knowledge.space." + encoder.id() + ".bias";
  }

  /**
   * The parameter of how much more than once each axis is stretched where directions are compared,
   * [{@link ModelShape#spaceWidth}].
   */
  public static String stretch(FeatureSpec.Encoder encoder) {
    return "knowledge.space." + encoder.id() + ".stretch";
  }

  /**
   * Whether vectors of this encoder are mapped; those that are no longer than the space is wide are
   * read as they come.
   */
  public boolean maps(FeatureSpec.Encoder encoder) {
    return shape.spaceWidth() > 0 && shape.spaceWidth() < encoder.dimensions();
  }

  int width(FeatureSpec.Encoder encoder) {
    return maps(encoder) ? shape.spaceWidth() : encoder.dimensions();
  }

  /** Unit vectors [n, dimensions] in the space, [n, {@link #width}], of about unit variance. */
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
   * Directions of vectors in the space as unit vectors about the mean of their own numbers, [n,
   * width].
   */
  <T> T directions(Ops<T> ops, FeatureSpec.Encoder encoder, T x) {
    int width = width(encoder);
    T stretched =
        maps(encoder)
            ? ops.multiply(x, ops.affine(ops.parameter(stretch(encoder), FITTED, width), 1, 1))
            : x;
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    T normal =
        ops.layerNorm(stretched, ops.constant(ones, width), ops.constant(new float[width], width));
    return ops.affine(normal, 1 / (float) Math.sqrt(width), 0);
  }
}
