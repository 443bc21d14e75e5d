package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.GLOROT;
import static io.laserstreams.crm.ops.Init.ONE;
import static io.laserstreams.crm.ops.Init.ZERO;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel.FoundInput;
import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;
import java.util.Arrays;
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

  /** Width of a key with what each head adds to its score. */
  private int keyAndBiasWidth() {
    return shape().keyWidth() + shape().heads();
  }

  private int queryWidth() {
    return shape().heads() * keyAndBiasWidth();
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

  private <T> T queryWeight(Ops<T> ops) {
    return ops.parameter(
        item + ".query.weight", GLOROT, parts.targetWidth(), shape().heads() * shape().keyWidth());
  }

  /**
   * The heads' queries, each followed by a one in the place of its own bias: their product with a
   * key and its biases is the head's score.
   */
  private <T> T query(Ops<T> ops, T target) {
    int keys = shape().keyWidth();
    int heads = shape().heads();
    float[] places = new float[heads * keys * queryWidth()];
    float[] ones = new float[queryWidth()];
    for (int head = 0; head < heads; head++) {
      int at = head * keyAndBiasWidth();
      for (int k = 0; k < keys; k++) {
        places[(head * keys + k) * queryWidth() + at + k] = 1;
      }
      ones[at + keys + head] = 1;
    }
    T placed = ops.matmul(queryWeight(ops), ops.constant(places, heads * keys, queryWidth()));
    return ops.add(ops.matmul(target, placed), ops.constant(ones, queryWidth()));
  }

  private <T> T key(Ops<T> ops, T history) {
    return Layers.linear(ops, item + ".key", history, parts.historyWidth(), shape().keyWidth());
  }

  /**
   * The sum of all heads' queries, and the key, [n, 2 * keyWidth]: their product is the sum of the
   * heads' scores.
   */
  <T> T forSearch(Ops<T> ops, SharedParts.Items<T> items) {
    T queries = ops.matmul(items.target(), queryWeight(ops));
    T heads = ops.reshape(queries, 0, shape().heads(), shape().keyWidth());
    return ops.concat(List.of(ops.squeeze(ops.sum(heads, 1), 1), key(ops, items.history())));
  }

  /**
   * Attends to the newest events, which all candidates share.
   *
   * @param candidates [s, n, candidateWidth]
   * @param rows [s, h, eventWidth]
   * @return with {@code pooled} of [s, 1, pooledWidth]
   */
  <T> Gathered<T> newest(Ops<T> ops, UserInput<T> user, T candidates, T rows) {
    List<T> candidate = ops.split(candidates, queryWidth(), interestWidth());
    T position =
        ops.parameter(event + ".position", ZERO, parts.spec().historyLength(), shape().heads());
    var byRating = byRating(ops, user.values());
    T bias = ops.add(bias(ops, byRating, user.gaps()), ops.gather(position, user.positions()));
    List<T> kept = ops.split(rows, shape().keyWidth(), shape().valueWidth());
    T keys = ops.transpose(ops.concat(List.of(kept.get(0), bias)), 3, 1, 2);
    T values = values(ops, byRating, kept.get(1));
    T queries = ops.reshape(candidate.get(0), 0, -1, keyAndBiasWidth());
    T share = ops.unsqueeze(user.share(), 1);
    return new Gathered<>(
        attended(ops, queries, keys, values, candidate.get(1)), ops.matmul(share, values));
  }

  /**
   * Attends to the events found for each candidate.
   *
   * @param candidates [s, n, candidateWidth]
   * @return with {@code pooled} of [s, n, pooledWidth]
   */
  <T> Gathered<T> found(Ops<T> ops, FoundInput<T> found, T candidates) {
    List<T> candidate = ops.split(candidates, queryWidth(), interestWidth());
    var byRating = byRating(ops, found.values());
    T bias = bias(ops, byRating, found.gaps());
    if (byRelevance) {
      T sharp = ops.unsqueeze(ops.affine(found.scores(), SHARPNESS, 0), 3);
      bias =
          ops.add(
              bias, ops.multiply(sharp, ops.parameter(event + ".alike", ONE, 1, shape().heads())));
    }
    List<T> kept = ops.split(found.rows(), shape().keyWidth(), shape().valueWidth());
    T keys = ops.transpose(ops.concat(List.of(kept.get(0), bias)), 4, 2, 3);
    T values = values(ops, byRating, kept.get(1));
    T queries = ops.reshape(candidate.get(0), 0, 0, shape().heads(), keyAndBiasWidth());
    T share = ops.unsqueeze(found.share(), 2);
    return new Gathered<>(
        attended(ops, queries, keys, values, candidate.get(1)),
        ops.squeeze(ops.matmul(share, values), 2));
  }

  /**
   * What depends on events' ratings alone.
   *
   * @param ratings one-hot, [..., valueBuckets]
   * @param gate of the values, [..., valueWidth]
   * @param bias of the scores, [..., heads]
   */
  private record ByRating<T>(T ratings, T gate, T bias) {}

  /** Of padding, ratings and gate are zero, and the bias hides it from a softmax. */
  private <T> ByRating<T> byRating(Ops<T> ops, T ratings) {
    int width = buckets() + shape().valueWidth() + shape().heads();
    float[] identity = new float[buckets() * buckets()];
    float[] events = new float[buckets()];
    float[] hidden = new float[buckets() * width];
    for (int bucket = 0; bucket < buckets(); bucket++) {
      identity[bucket * buckets() + bucket] = 1;
      events[bucket] = bucket == FeatureSpec.PADDING ? 0 : 1;
    }
    int padding = FeatureSpec.PADDING * width;
    Arrays.fill(hidden, padding + width - shape().heads(), padding + width, Events.HIDDEN);
    T learned =
        ops.concat(
            List.of(
                ops.constant(identity, buckets(), buckets()),
                ops.parameter(event + ".gate", ONE, buckets(), shape().valueWidth()),
                ops.parameter(event + ".value", ZERO, buckets(), shape().heads())));
    T table =
        ops.add(
            ops.multiply(learned, ops.constant(events, buckets(), 1)),
            ops.constant(hidden, buckets(), width));
    List<T> parts =
        ops.split(ops.gather(table, ratings), buckets(), shape().valueWidth(), shape().heads());
    return new ByRating<>(parts.get(0), parts.get(1), parts.get(2));
  }

  /** The part of the scores that depends on rating and age: [..., heads]. */
  private <T> T bias(Ops<T> ops, ByRating<T> byRating, T gaps) {
    T byGap =
        ops.gather(
            ops.parameter(event + ".gap", ZERO, FeatureSpec.GAP_BUCKETS, shape().heads()), gaps);
    return ops.add(byRating.bias(), byGap);
  }

  /** What attention gathers of each event, zero for padding: [..., valueWidth + valueBuckets]. */
  private static <T> T values(Ops<T> ops, ByRating<T> byRating, T values) {
    return ops.concat(List.of(ops.multiply(values, byRating.gate()), byRating.ratings()));
  }

  /**
   * @param queries a row for each head of a candidate, keyWidth + heads wide
   * @param keys a column for each event
   * @param values a row for each event, valueWidth + valueBuckets wide
   * @param partner [s, n, heads * valueWidth]
   * @return [s, n, {@link #attendedWidth}]
   */
  private <T> T attended(Ops<T> ops, T queries, T keys, T values, T partner) {
    T weights = ops.softmax(ops.matmul(queries, keys));
    List<T> gathered = ops.split(ops.matmul(weights, values), shape().valueWidth(), buckets());
    T interest = ops.reshape(gathered.get(0), 0, -1, interestWidth());
    T ratings = ops.reshape(gathered.get(1), 0, -1, shape().heads() * buckets());
    return ops.concat(List.of(interest, ops.multiply(interest, partner), ratings));
  }
}
