package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.ONE;
import static io.laserstreams.crm.ops.Init.ZERO;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.ops.Ops;
import java.util.List;

/**
 * Target attention over the history (Zhou et al. 2018, DIN) in scaled-down dot-product form, whose scores and values know the rating,
 * the age and the place of each event. Queries, keys and values lie in the item rows, so that little is left to do for a pair.
 */
record TargetAttention(SharedParts parts) implements Backbone {
  private ModelShape shape() {
    return parts.shape();
  }

  private FeatureSpec spec() {
    return parts.spec();
  }

  private int queryWidth() {
    return shape().heads() * shape().keyWidth();
  }

  private int interestWidth() {
    return shape().heads() * shape().valueWidth();
  }

  /** Query, partner of the interest. */
  @Override
  public int candidateWidth() {
    return queryWidth() + interestWidth();
  }

  /** Key, value. */
  @Override
  public int eventWidth() {
    return shape().keyWidth() + shape().valueWidth();
  }

  @Override
  public <T> T candidate(Ops<T> ops, ItemInput<T> in, T item) {
    T query = Layers.linear(ops, "item.query", item, parts.targetWidth(), queryWidth());
    return ops.concat(List.of(query, Layers.dense(ops, "item.partner", item, parts.targetWidth(), interestWidth())));
  }

  @Override
  public <T> T event(Ops<T> ops, T item) {
    T key = Layers.linear(ops, "item.key", item, parts.historyWidth(), shape().keyWidth());
    return ops.concat(List.of(key, Layers.linear(ops, "item.value", item, parts.historyWidth(), shape().valueWidth())));
  }

  @Override
  public <T> T logits(Ops<T> ops, Scene<T> scene) {
    List<T> candidate = ops.split(scene.candidate(), queryWidth(), interestWidth());
    List<T> event = ops.split(scene.events(), shape().keyWidth(), shape().valueWidth());
    int buckets = spec().valueBuckets();
    T values = scene.user().values();
    T onehot = ops.oneHot(values, buckets);
    T gate = ops.gather(ops.parameter("event.gate", ONE, buckets, shape().valueWidth()), values);
    T gated = ops.multiply(event.get(1), gate);

    T weights = attention(ops, scene, candidate.get(0), event.get(0));
    T interest = merge(ops, ops.matmul(weights, ops.unsqueeze(gated, 1)), interestWidth());
    T ratings = merge(ops, ops.matmul(weights, ops.unsqueeze(onehot, 1)), shape().heads() * buckets);
    T share = ops.unsqueeze(scene.user().share(), 1);
    T pooled = ops.concat(List.of(ops.matmul(share, gated), ops.matmul(share, onehot)));
    T attended = ops.concat(List.of(interest, ops.multiply(interest, candidate.get(1)), ratings));
    return parts.logits(
        ops, scene, pooled, shape().valueWidth() + buckets, attended, 2 * interestWidth() + shape().heads() * buckets);
  }

  /** Attention weights [s, heads, n, h]; those of an empty history are zero. */
  private <T> T attention(Ops<T> ops, Scene<T> scene, T query, T key) {
    int heads = shape().heads();
    var user = scene.user();
    T queries = ops.transpose(ops.reshape(query, 0, 0, heads, shape().keyWidth()), 4, 1, 2);
    T keys = ops.unsqueeze(ops.transpose(key, 3, 1, 2), 1);
    T bias = ops.gather(ops.parameter("event.value", ZERO, spec().valueBuckets(), heads), user.values());
    bias = ops.add(bias, ops.gather(ops.parameter("event.gap", ZERO, FeatureSpec.GAP_BUCKETS, heads), user.gaps()));
    bias = ops.add(bias, ops.gather(ops.parameter("event.position", ZERO, spec().historyLength(), heads), user.positions()));
    T mask = ops.unsqueeze(ops.unsqueeze(user.mask(), 1), 1);
    T scores = ops.add(ops.matmul(queries, keys), ops.unsqueeze(ops.transpose(bias, 3, 1, 2), 2));
    T weights = ops.softmax(ops.add(scores, Events.hide(ops, mask)));
    return ops.multiply(weights, mask);
  }

  /** [s, heads, n, width] side by side: [s, n, heads * width]. */
  private static <T> T merge(Ops<T> ops, T x, int width) {
    return ops.reshape(ops.transpose(x, 4, 1, 2), 0, 0, width);
  }
}
