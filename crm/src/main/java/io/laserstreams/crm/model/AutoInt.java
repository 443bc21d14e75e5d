package io.laserstreams.crm.model;

import io.laserstreams.crm.ops.Ops;

/**
 * AutoInt+ (Song et al. 2019): layers of self-attention in which every field attends to every
 * other, alongside dense layers on the same embeddings. The history, pooled, is one of the fields.
 */
record AutoInt(SharedParts parts, FieldTokens tokens, Events events) implements EventBackbone {
  AutoInt(SharedParts parts) {
    this(parts, new FieldTokens(parts), new Events(parts));
  }

  @Override
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    T pooled = events.pooled(ops, in.user(), events.vectors(ops, in.user(), in.events()));
    T x = tokens.all(ops, tokens.user(ops, in.profile(), pooled), tokens.item(ops, in.item()));
    int width = tokens.width();
    for (int layer = 0; layer < parts.shape().layers(); layer++) {
      x = interact(ops, "interact." + layer, x, width);
      width = parts.shape().heads() * parts.shape().keyWidth();
    }
    int all = (tokens.ofUser() + tokens.ofItem()) * width;
    T attended = Layers.linear(ops, "interact.logit", ops.reshape(x, 0, 0, all), all, 1);
    return ops.add(
        parts.logits(ops, in, pooled, tokens.width(), null, 0), ops.squeeze(attended, 2));
  }

  /** [s, n, fields, in] becomes [s, n, fields, heads * keyWidth]. */
  private <T> T interact(Ops<T> ops, String name, T x, int in) {
    int width = parts.shape().heads() * parts.shape().keyWidth();
    T query = heads(ops, Layers.linear(ops, name + ".query", x, in, width));
    T key = heads(ops, Layers.linear(ops, name + ".key", x, in, width));
    T value = heads(ops, Layers.linear(ops, name + ".value", x, in, width));
    T weights = ops.softmax(ops.matmul(query, ops.transpose(key, 5, 3, 4)));
    T attended = ops.reshape(ops.transpose(ops.matmul(weights, value), 5, 2, 3), 0, 0, 0, width);
    return ops.relu(ops.add(attended, Layers.linear(ops, name + ".residual", x, in, width)));
  }

  /** [s, n, fields, heads * keyWidth] becomes [s, n, heads, fields, keyWidth]. */
  private <T> T heads(Ops<T> ops, T x) {
    return ops.transpose(
        ops.reshape(x, 0, 0, 0, parts.shape().heads(), parts.shape().keyWidth()), 5, 2, 3);
  }
}
