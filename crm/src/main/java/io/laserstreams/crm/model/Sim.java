package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.ZERO;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel.FoundInput;
import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.ops.Ops;
import io.laserstreams.crm.search.SearchKind;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SIM (Pi et al. 2020): of a long history the events that matter for a candidate are found first, then attention of several heads weighs
 * them by item, rating and age (the exact search unit). The newest events are read beside it, as DIN reads them.
 *
 * <p>Soft search ranks by the product of query and key with which the attention then weighs what was found, so that it learns with the
 * click; the paper trains an auxiliary model for it.
 */
record Sim(SharedParts parts, SearchKind kind, Din recent) implements Backbone {
  Sim(SharedParts parts, SearchKind kind) {
    this(parts, kind, new Din(parts));
  }

  private int interestWidth() {
    return parts.shape().valueWidth();
  }

  private int keyWidth() {
    return parts.shape().heads() * parts.shape().keyWidth();
  }

  @Override
  public SearchKind search() {
    return kind;
  }

  @Override
  public int searchWidth() {
    return switch (kind) {
      case CATEGORY -> parts.spec().categoriesPerItem();
      case KNOWLEDGE -> parts.spec().itemVectorSize();
      case SOFT -> 2 * keyWidth();
    };
  }

  @Override
  public <T> T searchPart(Ops<T> ops, ItemInput<T> in, SharedParts.Items<T> items) {
    return switch (kind) {
      case CATEGORY -> categoryRows(ops, in);
      case KNOWLEDGE -> ops.multiply(in.knowledge(), in.known());
      case SOFT -> ops.concat(List.of(query(ops, items.target()), key(ops, items.history())));
    };
  }

  private <T> T categoryRows(Ops<T> ops, ItemInput<T> in) {
    float[] rows = new float[parts.spec().capacity().categories()];
    IntStream.range(0, rows.length).forEach(row -> rows[row] = row);
    return ops.squeeze(ops.gather(ops.constant(rows, rows.length, 1), in.categories()), 2);
  }

  @Override
  public int candidateWidth() {
    return recent.candidateWidth() + keyWidth();
  }

  @Override
  public int eventWidth() {
    return recent.eventWidth() + keyWidth();
  }

  @Override
  public <T> T candidate(Ops<T> ops, ItemInput<T> in, T item) {
    return ops.concat(List.of(recent.candidate(ops, in, item), query(ops, item)));
  }

  @Override
  public <T> T event(Ops<T> ops, T item) {
    return ops.concat(List.of(recent.event(ops, item), key(ops, item)));
  }

  private <T> T query(Ops<T> ops, T item) {
    return Layers.linear(ops, "search.query", item, parts.targetWidth(), keyWidth());
  }

  private <T> T key(Ops<T> ops, T item) {
    return Layers.linear(ops, "search.key", item, parts.historyWidth(), keyWidth());
  }

  @Override
  public <T> T logits(Ops<T> ops, Scene<T> scene) {
    List<T> candidate = ops.split(scene.candidate(), recent.candidateWidth(), keyWidth());
    T events = ops.split(scene.events(), recent.eventWidth(), keyWidth()).get(0);
    T shortTerm = recent.interest(ops, scene.user(), candidate.get(0), events);
    T longTerm = searched(ops, candidate.get(1), scene.found());
    int heads = parts.shape().heads();
    int longWidth = heads * (interestWidth() + parts.spec().valueBuckets());
    return parts.logits(ops, scene, null, 0, ops.concat(List.of(shortTerm, longTerm)), interestWidth() + longWidth);
  }

  /** The interest in what was found, and the mix of its ratings: [s, n, heads * (valueWidth + valueBuckets)]. */
  private <T> T searched(Ops<T> ops, T query, FoundInput<T> found) {
    int heads = parts.shape().heads();
    int buckets = parts.spec().valueBuckets();
    List<T> rows = ops.split(found.rows(), recent.eventWidth(), keyWidth());
    T values = recent.events().rated(ops, rows.get(0), found.values(), ops.unsqueeze(found.mask(), 3));
    T weights = weights(ops, query, rows.get(1), found);
    T interest = ops.reshape(ops.matmul(weights, values), 0, 0, heads * interestWidth());
    T ratings = ops.reshape(ops.matmul(weights, ops.oneHot(found.values(), buckets)), 0, 0, heads * buckets);
    return ops.concat(List.of(interest, ratings));
  }

  /** Attention weights [s, n, heads, k]; those of a candidate for which nothing was found are zero. */
  private <T> T weights(Ops<T> ops, T query, T key, FoundInput<T> found) {
    int heads = parts.shape().heads();
    int width = parts.shape().keyWidth();
    T queries = ops.reshape(query, 0, 0, heads, 1, width);
    T keys = ops.transpose(ops.transpose(ops.reshape(key, 0, 0, 0, heads, width), 5, 2, 3), 5, 3, 4);
    T scores = ops.affine(ops.squeeze(ops.matmul(queries, keys), 3), 1 / (float) Math.sqrt(width), 0);
    T bias = ops.gather(ops.parameter("found.value", ZERO, parts.spec().valueBuckets(), heads), found.values());
    bias = ops.add(bias, ops.gather(ops.parameter("found.gap", ZERO, FeatureSpec.GAP_BUCKETS, heads), found.gaps()));
    T mask = ops.unsqueeze(found.mask(), 2);
    scores = ops.add(ops.add(scores, ops.transpose(bias, 4, 2, 3)), Events.hide(ops, mask));
    return ops.multiply(ops.softmax(scores), mask);
  }
}
