package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.FIELD_EMBEDDING;
import static io.laserstreams.crm.ops.Init.ID_EMBEDDING;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.RecommendationModel.ItemInput;
import io.laserstreams.crm.ops.Ops;
import java.util.List;

/**
 * DeepFM (Guo et al. 2017): a factorisation machine over all fields alongside dense layers on the
 * same embeddings. The history, pooled, is one of the fields.
 *
 * <p>The machine's pairs are of two fields of the item, computed in the item row; of two fields of
 * the user, computed once for a slate; and of one field of each, the product of two sums.
 */
record DeepFm(SharedParts parts, FieldTokens tokens, Events events) implements EventBackbone {
  DeepFm(SharedParts parts) {
    this(parts, new FieldTokens(parts), new Events(parts));
  }

  private FeatureSpec spec() {
    return parts.spec();
  }

  /** The sum of the item's fields, and the machine's value for the item alone. */
  @Override
  public int candidateWidth() {
    return tokens.width() + 1;
  }

  @Override
  public <T> T candidate(Ops<T> ops, ItemInput<T> in, T item) {
    T fields = tokens.stacked(ops, tokens.item(ops, item), 2, tokens.ofItem());
    T alone =
        ops.gather(
            ops.parameter("first.item.id", ID_EMBEDDING, spec().capacity().items(), 1), in.rows());
    if (spec().useCategories()) {
      T each =
          ops.gather(
              ops.parameter(
                  "first.item.category", FIELD_EMBEDDING, spec().capacity().categories(), 1),
              requireNonNull(in.categories(), "categories is null"));
      alone =
          ops.add(
              alone,
              ops.squeeze(
                  ops.matmul(
                      ops.unsqueeze(
                          requireNonNull(in.categoryWeights(), "categoryWeights is null"), 1),
                      each),
                  1));
    }
    if (!spec().itemFields().isEmpty()) {
      alone =
          ops.add(
              alone,
              firstOrder(
                  ops,
                  "first.item.field",
                  requireNonNull(in.fields(), "fields is null"),
                  spec().itemFields().size()));
    }
    T sum = ops.sum(fields, 1);
    return ops.concat(
        List.of(ops.squeeze(sum, 1), ops.add(alone, ops.squeeze(pairs(ops, sum, fields), 1))));
  }

  @Override
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    T pooled = events.pooled(ops, in.user(), events.vectors(ops, in.user(), in.events()));
    T fields =
        tokens.stacked(
            ops, ops.squeeze(tokens.user(ops, in.profile(), pooled), 1), 2, tokens.ofUser());
    T sum = ops.sum(fields, 1);
    List<T> item =
        ops.split(requireNonNull(in.candidate(), "candidate is null"), tokens.width(), 1);
    T machine = ops.add(ops.matmul(item.get(0), ops.transpose(sum, 3, 1, 2)), item.get(1));
    machine = ops.add(machine, pairs(ops, sum, fields));
    machine = ops.add(machine, Layers.linear(ops, "first.history", pooled, tokens.width(), 1));
    if (parts.profileFields() > 0) {
      T first =
          firstOrder(
              ops,
              "first.user.field",
              requireNonNull(in.user().fields(), "fields is null"),
              parts.profileFields());
      machine = ops.add(machine, ops.unsqueeze(first, 1));
    }
    T deep = parts.logits(ops, in, pooled, tokens.width(), null, 0);
    return ops.add(deep, ops.squeeze(machine, 2));
  }

  private <T> T firstOrder(Ops<T> ops, String name, T ids, int count) {
    T weights =
        ops.gather(
            ops.parameter(name, FIELD_EMBEDDING, count * spec().capacity().fieldValues(), 1), ids);
    return ops.squeeze(ops.sum(weights, 1), 1);
  }

  /** The sum of the products of all pairs of fields, from their sum (Rendle 2010): [n, 1, 1]. */
  private static <T> T pairs(Ops<T> ops, T sum, T fields) {
    T squares = ops.sum(ops.multiply(fields, fields), 1);
    return ops.affine(
        ops.sum(ops.add(ops.multiply(sum, sum), ops.affine(squares, -1, 0)), 2), 0.5f, 0);
  }
}
