package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.GLOROT;
import static io.laserstreams.crm.ops.Init.ZERO;

import io.laserstreams.crm.ops.Ops;
import java.util.List;

/**
 * Turns knowledge vectors of a text encoder into a part of the model. The mixture of experts is
 * that of KAR (Xi et al. 2023, hybrid-expert adaptor): for each kind of knowledge, a gate weighs
 * its own experts and experts shared with the other kind. Vectors of different sizes share only the
 * experts' second layer.
 */
record KnowledgeAdapter(ModelChoice.Adapter kind, ModelShape shape) {
  /**
   * Knowledge starts about as small as the embeddings next to it; otherwise it would dominate them
   * in the normalisation that follows, until the model has seen many samples.
   */
  private static final float START = 0.1f;

  /** Width of an adapted vector of {@code size}. */
  int width(int size) {
    return kind == ModelChoice.Adapter.NONE ? size : shape.knowledgeWidth();
  }

  /**
   * Adapts vectors of about unit variance; the result is exactly zero without knowledge.
   *
   * @param whose the kind of knowledge, {@code item} or {@code user}
   * @param x [n, size]
   * @param known [n, 1]
   * @return [n, {@link #width}]
   */
  <T> T adapt(Ops<T> ops, String whose, T x, T known, int size) {
    String name = whose + ".knowledge";
    T adapted =
        switch (kind) {
          case NONE -> x;
          case LINEAR -> Layers.dense(ops, name, x, size, shape.knowledgeWidth());
          case MOE -> mixture(ops, name, x, size);
        };
    return ops.multiply(ops.affine(adapted, START, 0), known);
  }

  private <T> T mixture(Ops<T> ops, String name, T x, int size) {
    int shared = shape.experts() / 2;
    int own = shape.experts() - shared;
    T gate = ops.softmax(Layers.dense(ops, name + ".gate", x, size, shape.experts()));
    if (shared == 0) {
      return experts(ops, name, name, x, gate, size, own);
    }
    List<T> gates = ops.split(gate, shared, own);
    String common = "knowledge.shared";
    return ops.add(
        experts(ops, common + "." + size, common, x, gates.get(0), size, shared),
        experts(ops, name, name, x, gates.get(1), size, own));
  }

  /** The weighted sum of the outputs of {@code count} experts. */
  private <T> T experts(
      Ops<T> ops, String hiddenName, String outName, T x, T gate, int size, int count) {
    int all = count * shape.expertWidth();
    T hidden = ops.relu(Layers.dense(ops, hiddenName + ".hidden", x, size, all));
    T gated =
        ops.multiply(ops.reshape(hidden, 0, count, shape.expertWidth()), ops.unsqueeze(gate, 2));
    T out = ops.parameter(outName + ".out.weight", GLOROT, all, shape.knowledgeWidth());
    T bias = ops.parameter(outName + ".out.bias", ZERO, count, shape.knowledgeWidth());
    return ops.add(ops.matmul(ops.reshape(gated, 0, all), out), ops.matmul(gate, bias));
  }
}
