package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.FIELD_EMBEDDING;
import static io.laserstreams.crm.ops.Init.ID_EMBEDDING;
import static io.laserstreams.crm.ops.Init.ZERO;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What all models have in common: embeddings of items and fields, adapted knowledge, and the dense
 * layers before the logit. There is no user embedding: on MovieLens-1M it harms.
 */
record SharedParts(FeatureSpec spec, ModelShape shape, ModelChoice choice) {
  /**
   * Items' representations.
   *
   * @param target as candidates [n, {@link #targetWidth}]
   * @param history as parts of histories [n, {@link #historyWidth}]
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

  /** Numbers of an item's knowledge in the {@link KnowledgeSpace}. */
  int itemSpaceWidth() {
    return space().width(spec.itemEncoder());
  }

  /**
   * Items' knowledge in the {@link KnowledgeSpace}, [n, {@link #itemSpaceWidth}]; without meaning
   * where there is none.
   */
  <T> T itemSpace(Ops<T> ops, ItemInput<T> in) {
    return space().of(ops, spec.itemEncoder(), in.knowledge());
  }

  boolean knowledgeOnTarget() {
    return spec.itemEncoder() != null && choice.side().onTarget();
  }

  private boolean knowledgeOnHistory() {
    return spec.itemEncoder() != null && choice.side().onHistory();
  }

  /** Numbers of a candidate's representation: id, categories, fields, knowledge. */
  int targetWidth() {
    return embeddedWidth() + (knowledgeOnTarget() ? itemKnowledgeWidth() : 0);
  }

  /** Numbers of the representation of a history's item. */
  int historyWidth() {
    return embeddedWidth() + (knowledgeOnHistory() ? itemKnowledgeWidth() : 0);
  }

  /** Numbers of the profile: profile fields, context fields, the user's knowledge. */
  int profileWidth() {
    return profileFields() * shape.fieldWidth()
        + (spec.userEncoder() == null ? 0 : adapter().width(space().width(spec.userEncoder())));
  }

  int profileFields() {
    return spec.userFields().size() + spec.contextFields().size();
  }

  /** Directions of that knowledge, zero where there is none. */
  <T> T itemDirections(Ops<T> ops, ItemInput<T> in) {
    return ops.multiply(
        space().directions(ops, spec.itemEncoder(), itemSpace(ops, in)), in.known());
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
      T each = ops.gather(table, in.categories());
      parts.add(ops.squeeze(ops.matmul(ops.unsqueeze(in.categoryWeights(), 1), each), 1));
    }
    if (!spec.itemFields().isEmpty()) {
      parts.add(fields(ops, "item.field", in.fields(), spec.itemFields().size()));
    }
    T embedded = ops.concat(parts);
    if (spec.itemEncoder() == null) {
      return new Items<>(embedded, embedded);
    }
    parts.add(adapter().adapt(ops, "item", itemSpace(ops, in), in.known(), itemSpaceWidth()));
    T informed = ops.concat(parts);
    return new Items<>(
        knowledgeOnTarget() ? informed : embedded, knowledgeOnHistory() ? informed : embedded);
  }

  /** [s, 1, {@link #profileWidth}], null where that is 0. */
  <T> T profile(Ops<T> ops, UserInput<T> user) {
    var parts = new ArrayList<T>();
    if (profileFields() > 0) {
      parts.add(fields(ops, "user.field", user.fields(), profileFields()));
    }
    if (spec.userEncoder() != null) {
      T knowledge = space().of(ops, spec.userEncoder(), user.knowledge());
      parts.add(
          adapter().adapt(ops, "user", knowledge, user.known(), space().width(spec.userEncoder())));
    }
    return parts.isEmpty() ? null : ops.unsqueeze(ops.concat(parts), 1);
  }

  private <T> T fields(Ops<T> ops, String name, T ids, int count) {
    T table =
        ops.parameter(
            name, FIELD_EMBEDDING, count * spec.capacity().fieldValues(), shape.fieldWidth());
    return ops.reshape(ops.gather(table, ids), 0, count * shape.fieldWidth());
  }

  /**
   * Dense layers over profile, item and what a backbone adds. Their first layer adds up a part that
   * is computed once a slate and one that is computed for each candidate, each normalised by
   * itself; streaming features, which are standardised, add to either.
   *
   * @param ofUser what the backbone knows of the user, [s, 1, userWidth]; null where that is 0
   * @param ofPair what the backbone knows of user and candidate, [s, n, pairWidth]; null where that
   *     is 0
   * @return [s, n, units of the last layer]
   */
  <T> T dense(
      Ops<T> ops, Backbone.Scene<T> scene, T ofUser, int userWidth, T ofPair, int pairWidth) {
    int units = shape.hidden().get(0);
    var user = Stream.of(scene.profile(), ofUser).filter(Objects::nonNull).toList();
    T pair = ofPair == null ? scene.item() : ops.concat(List.of(scene.item(), ofPair));
    int pairAll = targetWidth() + pairWidth;
    T x =
        Layers.dense(
            ops, "dense.0.pair", Layers.norm(ops, "norm.pair", pair, pairAll), pairAll, units);
    if (spec.streamingOfCandidate() > 0) {
      x =
          ops.add(
              x,
              Layers.linear(
                  ops,
                  "dense.0.streaming.pair",
                  scene.streaming().ofCandidate(),
                  spec.streamingOfCandidate(),
                  units));
    }
    if (spec.streamingOfUser() > 0) {
      T once =
          Layers.linear(
              ops,
              "dense.0.streaming.user",
              scene.streaming().ofUser(),
              spec.streamingOfUser(),
              units);
      x = ops.add(x, ops.unsqueeze(once, 1));
    }
    if (!user.isEmpty()) {
      int userAll = profileWidth() + userWidth;
      T once = Layers.norm(ops, "norm.user", ops.concat(user), userAll);
      x = ops.add(x, Layers.linear(ops, "dense.0.user", once, userAll, units));
    }
    return Layers.tower(ops, ops.relu(x), shape.hidden(), 1);
  }

  /**
   * A linear function of the streaming features: logits [s, n], or [s, 1] where they are the user's
   * alone.
   */
  <T> T streamingLogits(Ops<T> ops, RecommendationModel.StreamingInput<T> in) {
    T ofUser =
        in.ofUser() == null
            ? null
            : ops.matmul(
                in.ofUser(),
                ops.parameter("logit.streaming.user", ZERO, spec.streamingOfUser(), 1));
    if (in.ofCandidate() == null) {
      return ofUser;
    }
    T each =
        ops.matmul(
            in.ofCandidate(),
            ops.parameter("logit.streaming.pair", ZERO, spec.streamingOfCandidate(), 1));
    each = ops.squeeze(each, 2);
    return ofUser == null ? each : ops.add(each, ofUser);
  }

  /** {@link #dense} and a last unit: logits [s, n]. */
  <T> T logits(
      Ops<T> ops, Backbone.Scene<T> scene, T ofUser, int userWidth, T ofPair, int pairWidth) {
    T x = dense(ops, scene, ofUser, userWidth, ofPair, pairWidth);
    return ops.squeeze(Layers.dense(ops, "logit", x, shape.lastHidden(), 1), 2);
  }
}
