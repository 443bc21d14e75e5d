package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.FIELD_EMBEDDING;
import static io.laserstreams.crm.ops.Init.GLOROT;
import static io.laserstreams.crm.ops.Init.ID_EMBEDDING;
import static io.laserstreams.crm.ops.Init.ONE;
import static io.laserstreams.crm.ops.Init.SMALL;
import static io.laserstreams.crm.ops.Init.ZERO;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.ops.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * A conventional recommendation model with knowledge from a language model (Lin et al. 2024, Laser), written once for training and
 * for serving.
 *
 * <p>It has two parts. The <b>item tower</b> turns an item alone into one row: what it is as a candidate (embedding, attention query,
 * partner of the interest) and what it is as a part of a history (attention key and value). The <b>head</b> scores the candidates
 * of slates: target attention over the history (Zhou et al. 2018, DIN, in its scaled-down dot-product form) whose scores and values
 * know the rating, the age and the place of each event, then dense layers. Knowledge vectors enter through mixture-of-experts
 * adapters, those of items in the tower and so on both sides of the attention. There is no user embedding: on MovieLens-1M it harms.
 *
 * <p>A candidate's logit does not depend on the other candidates, nor on the padding of the history.
 *
 * @param spec what the model reads
 * @param shape its widths
 */
public record HybridModel(FeatureSpec spec, ModelShape shape) {
  public HybridModel {
    requireNonNull(spec, "spec is null");
    requireNonNull(shape, "shape is null");
  }

  /** The tower's inputs, see {@link io.laserstreams.crm.features.ItemTensors}; {@code known} is [n, 1]. */
  public record ItemInput<T>(T rows, T categories, T categoryWeights, T fields, T knowledge, T known) {}

  /**
   * The tower's output.
   *
   * @param asCandidate [n, {@link #candidateWidth}]
   * @param asHistory [n, {@link #historyWidth}]
   */
  public record ItemRows<T>(T asCandidate, T asHistory) {}

  /** The head's user inputs, see {@link io.laserstreams.crm.features.HeadTensors}; {@code known} is [s, 1]. */
  public record UserInput<T>(T fields, T values, T gaps, T positions, T mask, T share, T knowledge, T known) {}

  /** Width of an item's representation, which the attention and the dense layers read. */
  private int itemWidth() {
    return shape.idWidth()
        + (spec.useCategories() ? shape.fieldWidth() : 0)
        + spec.itemFields().size() * shape.fieldWidth()
        + (spec.itemEncoder() == null ? 0 : shape.knowledgeWidth());
  }

  private int queryWidth() {
    return shape.heads() * shape.keyWidth();
  }

  private int interestWidth() {
    return shape.heads() * shape.valueWidth();
  }

  /** Width of an item's row as a candidate: representation, query, partner of the interest. */
  public int candidateWidth() {
    return itemWidth() + queryWidth() + interestWidth();
  }

  /** Width of an item's row as a part of a history: key, value. */
  public int historyWidth() {
    return shape.keyWidth() + shape.valueWidth();
  }

  /** The item tower. */
  public <T> ItemRows<T> items(Ops<T> ops, ItemInput<T> in) {
    var parts = new ArrayList<T>();
    parts.add(ops.gather(ops.parameter("item.id", ID_EMBEDDING, spec.capacity().items(), shape.idWidth()), in.rows()));
    if (spec.useCategories()) {
      T table = ops.parameter("item.category", FIELD_EMBEDDING, spec.capacity().categories(), shape.fieldWidth());
      T each = ops.gather(table, in.categories());
      parts.add(ops.squeeze(ops.matmul(ops.unsqueeze(in.categoryWeights(), 1), each), 1));
    }
    if (!spec.itemFields().isEmpty()) {
      parts.add(fields(ops, "item.field", in.fields(), spec.itemFields().size()));
    }
    if (spec.itemEncoder() != null) {
      T adapted = adapter(ops, "item.knowledge", in.knowledge(), spec.itemVectorSize());
      parts.add(ops.multiply(adapted, in.known()));
    }
    T item = ops.concat(parts);
    T query = linear(ops, "item.query", item, itemWidth(), queryWidth());
    T partner = dense(ops, "item.partner", item, itemWidth(), interestWidth());
    T key = linear(ops, "item.key", item, itemWidth(), shape.keyWidth());
    T value = linear(ops, "item.value", item, itemWidth(), shape.valueWidth());
    return new ItemRows<>(ops.concat(List.of(item, query, partner)), ops.concat(List.of(key, value)));
  }

  /**
   * The head: logits [s, n] of s slates with n candidates and histories of length h.
   *
   * @param candidates rows [s, n, candidateWidth]
   * @param history rows [s, h, historyWidth]
   */
  public <T> T logits(Ops<T> ops, UserInput<T> user, T candidates, T history) {
    List<T> candidate = ops.split(candidates, itemWidth(), queryWidth(), interestWidth());
    T item = candidate.get(0);
    T query = candidate.get(1);
    T partner = candidate.get(2);
    List<T> event = ops.split(history, shape.keyWidth(), shape.valueWidth());
    T key = event.get(0);
    T value = event.get(1);

    int buckets = spec.valueBuckets();
    int heads = shape.heads();
    T onehot = ops.oneHot(user.values(), buckets);
    T gated = ops.multiply(value, ops.gather(ops.parameter("event.gate", ONE, buckets, shape.valueWidth()), user.values()));

    T weights = attention(ops, user, query, key);
    T interest = merge(ops, ops.matmul(weights, ops.unsqueeze(gated, 1)), interestWidth());
    T ratings = merge(ops, ops.matmul(weights, ops.unsqueeze(onehot, 1)), heads * buckets);
    T share = ops.unsqueeze(user.share(), 1);

    var parts = new ArrayList<T>();
    int width = 0;
    int fields = spec.userFields().size() + spec.contextFields().size();
    if (fields > 0) {
      parts.add(ops.repeat(ops.unsqueeze(fields(ops, "user.field", user.fields(), fields), 1), item));
      width += fields * shape.fieldWidth();
    }
    if (spec.userEncoder() != null) {
      T adapted = ops.multiply(adapter(ops, "user.knowledge", user.knowledge(), spec.userVectorSize()), user.known());
      parts.add(ops.repeat(ops.unsqueeze(adapted, 1), item));
      width += shape.knowledgeWidth();
    }
    parts.add(ops.repeat(ops.matmul(share, gated), item));
    parts.add(ops.repeat(ops.matmul(share, onehot), item));
    parts.addAll(List.of(item, interest, ops.multiply(interest, partner), ratings));
    width += shape.valueWidth() + buckets + itemWidth() + 2 * interestWidth() + heads * buckets;

    T x = ops.concat(parts);
    x = ops.layerNorm(x, ops.parameter("norm.gain", ONE, width), ops.parameter("norm.bias", ZERO, width));
    for (int layer = 0; layer < shape.hidden().size(); layer++) {
      int units = shape.hidden().get(layer);
      x = ops.relu(dense(ops, "dense." + layer, x, width, units));
      width = units;
    }
    return ops.squeeze(dense(ops, "logit", x, width, 1), 2);
  }

  /** Attention weights [s, heads, n, h]; those of an empty history are zero. */
  private <T> T attention(Ops<T> ops, UserInput<T> user, T query, T key) {
    int heads = shape.heads();
    T queries = ops.transpose(ops.reshape(query, 0, 0, heads, shape.keyWidth()), 4, 1, 2);
    T keys = ops.unsqueeze(ops.transpose(key, 3, 1, 2), 1);
    T bias = ops.gather(ops.parameter("event.value", ZERO, spec.valueBuckets(), heads), user.values());
    bias = ops.add(bias, ops.gather(ops.parameter("event.gap", ZERO, FeatureSpec.GAP_BUCKETS, heads), user.gaps()));
    bias = ops.add(bias, ops.gather(ops.parameter("event.position", ZERO, spec.historyLength(), heads), user.positions()));
    T mask = ops.unsqueeze(ops.unsqueeze(user.mask(), 1), 1);
    T scores = ops.add(ops.matmul(queries, keys), ops.unsqueeze(ops.transpose(bias, 3, 1, 2), 2));
    T weights = ops.softmax(ops.add(scores, ops.affine(mask, 1e9f, -1e9f)));
    return ops.multiply(weights, mask);
  }

  /** [s, heads, n, width] side by side: [s, n, heads * width]. */
  private static <T> T merge(Ops<T> ops, T x, int width) {
    return ops.reshape(ops.transpose(x, 4, 1, 2), 0, 0, width);
  }

  private <T> T fields(Ops<T> ops, String name, T ids, int count) {
    T table = ops.parameter(name, FIELD_EMBEDDING, count * spec.capacity().fieldValues(), shape.fieldWidth());
    return ops.reshape(ops.gather(table, ids), 0, count * shape.fieldWidth());
  }

  /** Mixture of experts over unit vectors of {@code size} numbers, brought to unit variance: [n, knowledgeWidth]. */
  private <T> T adapter(Ops<T> ops, String name, T vectors, int size) {
    int experts = shape.experts();
    int all = experts * shape.expertWidth();
    T x = ops.affine(vectors, (float) Math.sqrt(size), 0);
    T gate = ops.softmax(dense(ops, name + ".gate", x, size, experts));
    T hidden = ops.reshape(ops.relu(dense(ops, name + ".hidden", x, size, all)), 0, experts, shape.expertWidth());
    T gated = ops.reshape(ops.multiply(hidden, ops.unsqueeze(gate, 2)), 0, all);
    T out = ops.matmul(gated, ops.parameter(name + ".out.weight", GLOROT, all, shape.knowledgeWidth()));
    return ops.add(out, ops.matmul(gate, ops.parameter(name + ".out.bias", ZERO, experts, shape.knowledgeWidth())));
  }

  private static <T> T dense(Ops<T> ops, String name, T x, int in, int out) {
    return ops.add(linear(ops, name, x, in, out), ops.parameter(name + ".bias", ZERO, out));
  }

  private static <T> T linear(Ops<T> ops, String name, T x, int in, int out) {
    return ops.matmul(x, ops.parameter(name + ".weight", GLOROT, in, out));
  }
}
