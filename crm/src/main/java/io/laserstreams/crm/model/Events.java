package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.FIELD_EMBEDDING;
import static io.laserstreams.crm.ops.Init.ONE;

import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;

/**
 * A user's events as vectors: each event's item, projected to {@link ModelShape#valueWidth} numbers
 * by the item tower, then gated and shifted by the rating.
 */
record Events(SharedParts parts) {
  /** What is added to a score to exclude it from a softmax. */
  static final float HIDDEN = -1e9f;

  /** Numbers of an event's vector. */
  int width() {
    return parts.shape().valueWidth();
  }

  /** What the item tower keeps of an item of a history, [n, width]. */
  <T> T row(Ops<T> ops, T item) {
    return Layers.linear(ops, "item.event", item, parts.historyWidth(), width());
  }

  /** Vectors of the events [s, h, width], zero for padding. */
  <T> T vectors(Ops<T> ops, UserInput<T> user, T rows) {
    return rated(ops, rows, user.values(), ops.unsqueeze(user.mask(), 2));
  }

  /** Vectors of rows [..., width] with value buckets [...] and a mask [..., 1]. */
  <T> T rated(Ops<T> ops, T rows, T values, T mask) {
    int buckets = parts.spec().valueBuckets();
    T gate = ops.gather(ops.parameter("event.gate", ONE, buckets, width()), values);
    T shift = ops.gather(ops.parameter("event.rating", FIELD_EMBEDDING, buckets, width()), values);
    return ops.multiply(ops.add(ops.multiply(rows, gate), shift), mask);
  }

  /** The mean of the vectors [s, 1, width], zero for an empty history. */
  <T> T pooled(Ops<T> ops, UserInput<T> user, T vectors) {
    return ops.matmul(ops.unsqueeze(user.share(), 1), vectors);
  }

  /** The row of the newest event in [s, h, width]: [s, 1, width], zero for an empty history. */
  <T> T newest(Ops<T> ops, UserInput<T> user, T x) {
    T first = ops.multiply(position(ops, user, newestFirst()), ops.unsqueeze(user.mask(), 2));
    return ops.matmul(ops.transpose(first, 3, 1, 2), x);
  }

  /** For each event the number at its position, counted back from the newest event: [s, h, 1]. */
  <T> T position(Ops<T> ops, UserInput<T> user, float[] numbers) {
    return ops.gather(ops.constant(numbers, numbers.length, 1), user.positions());
  }

  private float[] newestFirst() {
    float[] indicator = new float[parts.spec().historyLength()];
    indicator[0] = 1;
    return indicator;
  }

  /** What to add to scores to exclude masked ones: 0 where the mask is 1, else {@link #HIDDEN}. */
  static <T> T hide(Ops<T> ops, T mask) {
    return ops.affine(mask, -HIDDEN, HIDDEN);
  }
}
