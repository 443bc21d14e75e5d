package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.ONE;
import static io.laserstreams.crm.ops.Init.ZERO;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel.FoundInput;
import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;
import java.util.List;

/**
 * Attention of several heads between a candidate and events (Zhou et al. 2018, DIN, in scaled
 * dot-product form), whose scores and values depend on the rating and the age of each event.
 * Queries, keys and values are part of the item rows, so that little is computed for a pair.
 *
 * @param parts the shared parts
 * @param item prefix of the item tower's parameters
 * @param event prefix of the parameters of events
 * @param byRelevance whether the scores of the search that found the events add to the attention's
 */
record EventAttention(SharedParts parts, String item, String event, boolean byRelevance) {
  /**
   * Scale of the search's scores before a learned factor weighs them; cosines start with a
   * bandwidth of a tenth.
   */
  private static final float SHARPNESS = 10;

  /**
   * What attention gathers from events.
   *
   * @param attended the interest, its product with the candidate's partner, and the mix of ratings:
   *     [s, n, {@link #attendedWidth}]
   * @param pooled means of the events and of their ratings, {@link #pooledWidth} wide
   */
  record Gathered<T>(T attended, T pooled) {}

  private ModelShape shape() {
    return parts.shape();
  }

  private int buckets() {
    return parts.spec().valueBuckets();
  }

  private int queryWidth() {
    return shape().heads() * shape().keyWidth();
  }

  private int interestWidth() {
    return shape().heads() * shape().valueWidth();
  }

  /** Width of query and partner of the interest. */
  int candidateWidth() {
    return queryWidth() + interestWidth();
  }

  /** Width of key and value. */
  int eventWidth() {
    return shape().keyWidth() + shape().valueWidth();
  }

  int attendedWidth() {
    return 2 * interestWidth() + shape().heads() * buckets();
  }

  int pooledWidth() {
    return shape().valueWidth() + buckets();
  }

  /** What the item tower adds to candidates [n, {@link #candidateWidth}]. */
  <T> T candidate(Ops<T> ops, T target) {
    T partner = Layers.dense(ops, item + ".partner", target, parts.targetWidth(), interestWidth());
    return ops.concat(List.of(query(ops, target), partner));
  }

  /** What the item tower keeps of events [n, {@link #eventWidth}]. */
  <T> T event(Ops<T> ops, T history) {
    T value =
        Layers.linear(ops, item + ".value", history, parts.historyWidth(), shape().valueWidth());
    return ops.concat(List.of(key(ops, history), value));
  }

  private <T> T query(Ops<T> ops, T target) {
    return Layers.linear(ops, item + ".query", target, parts.targetWidth(), queryWidth());
  }

  private <T> T key(Ops<T> ops, T history) {
    return Layers.linear(ops, item + ".key", history, parts.historyWidth(), shape().keyWidth());
  }

  /**
   * The sum of all heads' queries, and the key, [n, 2 * keyWidth]: their product is the sum of the
   * heads' scores.
   */
  <T> T forSearch(Ops<T> ops, SharedParts.Items<T> items) {
    T heads = ops.reshape(query(ops, items.target()), 0, shape().heads(), shape().keyWidth());
    return ops.concat(List.of(ops.squeeze(ops.sum(heads, 1), 1), key(ops, items.history())));
  }

  /**
   * * Attends to the newest events, which all candidates share.
   *
   * @param candidates [s, n, candidateWidth]
   * @param rows [s, h, eventWidth]
   * @return with {@code pooled} of [s, 1, pooledWidth]
   */
  <T> Gathered<T> newest(Ops<T> ops, UserInput<T> user, T candidates, T rows) {
    List<T> candidate = ops.split(candidates, queryWidth(), interestWidth());
    List<T> kept = ops.split(rows, shape().keyWidth(), shape().valueWidth());
    T ratings = ops.oneHot(user.values(), buckets());
    T values = gated(ops, kept.get(1), user.values());
    T keys = ops.unsqueeze(ops.transpose(kept.get(0), 3, 1, 2), 1);
    T position =
        ops.parameter(event + ".position", ZERO, parts.spec().historyLength(), shape().heads());
    T bias = ops.add(bias(ops, user.values(), user.gaps()), ops.gather(position, user.positions()));
    T queries =
        ops.transpose(
            ops.reshape(candidate.get(0), 0, 0, shape().heads(), shape().keyWidth()), 4, 1, 2);
    T scores = ops.add(ops.matmul(queries, keys), ops.unsqueeze(ops.transpose(bias, 3, 1, 2), 2));
    T weights = weights(ops, scores, ops.unsqueeze(ops.unsqueeze(user.mask(), 1), 1));
    T interest = ops.transpose(ops.matmul(weights, ops.unsqueeze(values, 1)), 4, 1, 2);
    T mix = ops.transpose(ops.matmul(weights, ops.unsqueeze(ratings, 1)), 4, 1, 2);
    T share = ops.unsqueeze(user.share(), 1);
    return new Gathered<>(
        attended(ops, interest, mix, candidate.get(1)),
        ops.concat(List.of(ops.matmul(share, values), ops.matmul(share, ratings))));
  }

  /**
   * Attends to the events found for each candidate.
   *
   * @param candidates [s, n, candidateWidth]
   * @return with {@code pooled} of [s, n, pooledWidth]
   */
  <T> Gathered<T> found(Ops<T> ops, FoundInput<T> found, T candidates) {
    List<T> candidate = ops.split(candidates, queryWidth(), interestWidth());
    List<T> kept = ops.split(found.rows(), shape().keyWidth(), shape().valueWidth());
    T ratings = ops.oneHot(found.values(), buckets());
    T values = gated(ops, kept.get(1), found.values());
    T queries = ops.reshape(candidate.get(0), 0, 0, shape().heads(), shape().keyWidth());
    T keys = ops.transpose(kept.get(0), 4, 2, 3);
    T bias = bias(ops, found.values(), found.gaps());
    if (byRelevance) {
      T sharp = ops.unsqueeze(ops.affine(found.scores(), SHARPNESS, 0), 3);
      bias =
          ops.add(
              bias, ops.multiply(sharp, ops.parameter(event + ".alike", ONE, 1, shape().heads())));
    }
    T mask = ops.unsqueeze(found.mask(), 2);
    T weights =
        weights(ops, ops.add(ops.matmul(queries, keys), ops.transpose(bias, 4, 2, 3)), mask);
    T share = ops.unsqueeze(found.share(), 2);
    T pooled =
        ops.concat(
            List.of(
                ops.squeeze(ops.matmul(share, values), 2),
                ops.squeeze(ops.matmul(share, ratings), 2)));
    return new Gathered<>(
        attended(ops, ops.matmul(weights, values), ops.matmul(weights, ratings), candidate.get(1)),
        pooled);
  }

  private <T> T gated(Ops<T> ops, T values, T ratings) {
    return ops.multiply(
        values,
        ops.gather(ops.parameter(event + ".gate", ONE, buckets(), shape().valueWidth()), ratings));
  }

  /** The part of the scores that depends on rating and age: [..., heads]. */
  private <T> T bias(Ops<T> ops, T ratings, T gaps) {
    T byRating =
        ops.gather(ops.parameter(event + ".value", ZERO, buckets(), shape().heads()), ratings);
    return ops.add(
        byRating,
        ops.gather(
            ops.parameter(event + ".gap", ZERO, FeatureSpec.GAP_BUCKETS, shape().heads()), gaps));
  }

  /** Attention weights; those of padding are zero, even if there is only padding. */
  private static <T> T weights(Ops<T> ops, T scores, T mask) {
    return ops.multiply(ops.softmax(ops.add(scores, Events.hide(ops, mask))), mask);
  }

  /**
   * @param interest [s, n, heads, valueWidth]
   * @param ratings [s, n, heads, valueBuckets]
   * @param partner [s, n, heads * valueWidth]
   */
  private <T> T attended(Ops<T> ops, T interest, T ratings, T partner) {
    T flat = ops.reshape(interest, 0, 0, interestWidth());
    return ops.concat(
        List.of(
            flat,
            ops.multiply(flat, partner),
            ops.reshape(ratings, 0, 0, shape().heads() * buckets())));
  }
}
