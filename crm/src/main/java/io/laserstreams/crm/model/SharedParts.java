package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.FIELD_EMBEDDING;
import static io.laserstreams.crm.ops.Init.GLOROT;
import static io.laserstreams.crm.ops.Init.ID_EMBEDDING;
import static io.laserstreams.crm.ops.Init.ONE;
import static io.laserstreams.crm.ops.Init.ZERO;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all models have in common: embeddings of items and fields, adapted knowledge, and the dense
 * layers before the logit. There is no user embedding: on MovieLens-1M it does harm.
 */
record SharedParts(FeatureSpec spec, ModelShape shape, ModelChoice choice) {
  /**
   * Items' representations.
   *
   * @param target as candidates [n, {@link #targetWidth}]
   * @param history in histories [n, {@link #historyWidth}]
   */
  record Items<T>(T target, T history) {}

  private KnowledgeAdapter adapter() {
    return new KnowledgeAdapter(choice.adapter(), shape);
  }

  private int embeddedWidth() {
    return shape.idWidth()
        + (spec.useCategories() ? shape.fieldWidth() : 0)
        + spec.itemFields().size() * shape.fieldWidth();
  }

  int itemKnowledgeWidth() {
    return adapter().width(itemSpaceWidth());
  }

  private KnowledgeSpace space() {
    return new KnowledgeSpace(shape);
  }

  private FeatureSpec.Encoder itemEncoder() {
    return requireNonNull(spec.itemEncoder(), "itemEncoder is null");
  }

  /** Width of an item's knowledge in the {@link KnowledgeSpace}. */
  int itemSpaceWidth() {
    return space().width(itemEncoder());
  }

  /**
   * Items' knowledge in the {@link KnowledgeSpace}, [n, {@link #itemSpaceWidth}]; meaningless for
   * items without knowledge.
   */
  <T> T itemSpace(Ops<T> ops, ItemInput<T> in) {
    return space().of(ops, itemEncoder(), requireNonNull(in.knowledge(), "knowledge is null"));
  }

  boolean knowledgeOnTarget() {
    return spec.itemEncoder() != null && choice.side().onTarget();
  }

  private boolean knowledgeOnHistory() {
    return spec.itemEncoder() != null && choice.side().onHistory();
  }

  /** Width of a candidate's representation: id, categories, fields, knowledge. */
  int targetWidth() {
    return embeddedWidth() + (knowledgeOnTarget() ? itemKnowledgeWidth() : 0);
  }

  /** Width of the representation of a history's item. */
  int historyWidth() {
    return embeddedWidth() + (knowledgeOnHistory() ? itemKnowledgeWidth() : 0);
  }

  /** Width of the profile: profile fields, context fields, the user's knowledge. */
  int profileWidth() {
    FeatureSpec.Encoder encoder = spec.userEncoder();
    return profileFields() * shape.fieldWidth()
        + (encoder == null ? 0 : adapter().width(space().width(encoder)));
  }

  int profileFields() {
    return spec.userFields().size() + spec.contextFields().size();
  }

  /** Directions of items' knowledge in the space, zero if absent. */
  <T> T itemDirections(Ops<T> ops, ItemInput<T> in) {
    return ops.multiply(
        space().directions(ops, itemEncoder(), itemSpace(ops, in)),
        requireNonNull(in.known(), "known is null"));
  }

  <T> Items<T> items(Ops<T> ops, ItemInput<T> in) {
    var parts = new ArrayList<T>();
    parts.add(
        ops.gather(
            ops.parameter("item.id", ID_EMBEDDING, spec.capacity().items(), shape.idWidth()),
            in.rows()));
    if (spec.useCategories()) {
      T table =
          ops.parameter(
              "item.category", FIELD_EMBEDDING, spec.capacity().categories(), shape.fieldWidth());
      T each = ops.gather(table, requireNonNull(in.categories(), "categories is null"));
      T weights = requireNonNull(in.categoryWeights(), "categoryWeights is null");
      parts.add(ops.squeeze(ops.matmul(ops.unsqueeze(weights, 1), each), 1));
    }
    if (!spec.itemFields().isEmpty()) {
      T ids = requireNonNull(in.fields(), "fields is null");
      T each = fields(ops, "item.field", ids, spec.itemFields().size());
      parts.add(ops.reshape(each, 0, spec.itemFields().size() * shape.fieldWidth()));
    }
    T embedded = ops.concat(parts);
    if (spec.itemEncoder() == null) {
      return new Items<>(embedded, embedded);
    }
    T known = requireNonNull(in.known(), "known is null");
    parts.add(adapter().adapt(ops, "item", itemSpace(ops, in), known, itemSpaceWidth()));
    T informed = ops.concat(parts);
    return new Items<>(
        knowledgeOnTarget() ? informed : embedded, knowledgeOnHistory() ? informed : embedded);
  }

  /** The profile [s, 1, {@link #profileWidth}]; null if that is 0. */
  <T> @Nullable T profile(Ops<T> ops, UserInput<T> user) {
    var parts = new ArrayList<T>();
    if (profileFields() > 0) {
      T ids = requireNonNull(user.fields(), "fields is null");
      T each = fields(ops, "user.field", ids, profileFields());
      parts.add(ops.reshape(each, 0, 1, profileFields() * shape.fieldWidth()));
    }
    FeatureSpec.Encoder encoder = spec.userEncoder();
    if (encoder != null) {
      T knowledge = space().of(ops, encoder, requireNonNull(user.knowledge(), "knowledge is null"));
      T known = requireNonNull(user.known(), "known is null");
      T adapted = adapter().adapt(ops, "user", knowledge, known, space().width(encoder));
      parts.add(ops.unsqueeze(adapted, 1));
    }
    return parts.isEmpty() ? null : ops.concat(parts);
  }

  /** Embeddings of {@code count} fields, [n, count, fieldWidth]. */
  private <T> T fields(Ops<T> ops, String name, T ids, int count) {
    int rows = count * spec.capacity().fieldValues();
    return ops.gather(ops.parameter(name, FIELD_EMBEDDING, rows, shape.fieldWidth()), ids);
  }

  /**
   * Dense layers over profile, item and what a backbone adds. Their first layer is the sum of a
   * part that is computed once for a slate and a part that is computed for each candidate, each
   * normalised on its own; streaming features, which are standardised, add to either.
   *
   * @param ofUser the backbone's part for the user, [s, 1, userWidth]; null if that is 0
   * @param ofPair the backbone's part for user and candidate, [s, n, pairWidth]; null if that is 0
   * @return [s, n, units of the last layer]
   */
  private <T> T dense(
      Ops<T> ops,
      Backbone.HeadInput<T> in,
      @Nullable T ofUser,
      int userWidth,
      @Nullable T ofPair,
      int pairWidth) {
    int units = shape.hidden().get(0);
    List<T> user = new ArrayList<>();
    if (in.profile() != null) {
      user.add(in.profile());
    }
    if (ofUser != null) {
      user.add(ofUser);
    }
    T ofSlate = ops.parameter("dense.0.pair.bias", ZERO, units);
    if (spec.streamingOfUser() > 0) {
      T streaming = requireNonNull(requireStreaming(in).ofUser(), "ofUser is null");
      T once =
          Layers.linear(ops, "dense.0.streaming.user", streaming, spec.streamingOfUser(), units);
      ofSlate = ops.add(ops.unsqueeze(once, 1), ofSlate);
    }
    if (!user.isEmpty()) {
      int userAll = profileWidth() + userWidth;
      T once = Layers.norm(ops, "norm.user", ops.concat(user), userAll);
      ofSlate = ops.add(Layers.linear(ops, "dense.0.user", once, userAll, units), ofSlate);
    }
    T pair = ofPair == null ? in.item() : ops.concat(List.of(in.item(), ofPair));
    int pairAll = targetWidth() + pairWidth;
    T gain = ops.parameter("norm.pair.gain", ONE, pairAll);
    T shift = ops.parameter("norm.pair.bias", ZERO, pairAll);
    T weight = ops.parameter("dense.0.pair.weight", GLOROT, pairAll, units);
    // Gain and shift of the norm are applied to the weights, instead of to each candidate.
    T x = ops.matmul(ops.standardise(pair, pairAll), ops.multiply(ops.unsqueeze(gain, 1), weight));
    ofSlate = ops.add(ofSlate, ops.sum(ops.multiply(ops.unsqueeze(shift, 1), weight), 0));
    if (spec.streamingOfCandidate() > 0) {
      T streaming = requireNonNull(requireStreaming(in).ofCandidate(), "ofCandidate is null");
      int width = spec.streamingOfCandidate();
      x = ops.add(x, Layers.linear(ops, "dense.0.streaming.pair", streaming, width, units));
    }
    x = ops.add(x, ofSlate);
    return Layers.tower(ops, ops.relu(x), shape.hidden(), 1);
  }

  /**
   * A linear function of the streaming features: logits [s, n], or [s, 1] if all are the user's.
   */
  <T> T streamingLogits(Ops<T> ops, RecommendationModel.StreamingInput<T> in) {
    @Nullable T ofUser =
        in.ofUser() == null
            ? null
            : ops.matmul(
                in.ofUser(),
                ops.parameter("logit.streaming.user", ZERO, spec.streamingOfUser(), 1));
    if (in.ofCandidate() == null) {
      return requireNonNull(ofUser, "there are no streaming features");
    }
    T each =
        ops.matmul(
            in.ofCandidate(),
            ops.parameter("logit.streaming.pair", ZERO, spec.streamingOfCandidate(), 1));
    each = ops.squeeze(each, 2);
    return ofUser == null ? each : ops.add(each, ofUser);
  }

  private static <T> RecommendationModel.StreamingInput<T> requireStreaming(
      Backbone.HeadInput<T> in) {
    return requireNonNull(in.streaming(), "streaming is null");
  }

  /** {@link #dense} and a last unit: logits [s, n]. */
  <T> T logits(
      Ops<T> ops,
      Backbone.HeadInput<T> in,
      @Nullable T ofUser,
      int userWidth,
      @Nullable T ofPair,
      int pairWidth) {
    T x = dense(ops, in, ofUser, userWidth, ofPair, pairWidth);
    return ops.squeeze(Layers.dense(ops, "logit", x, shape.lastHidden(), 1), 2);
  }
}
