package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.SMALL;

import io.laserstreams.crm.model.RecommendationModel.UserInput;
import io.laserstreams.crm.ops.Ops;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * SASRec (Kang, McAuley 2018): blocks of causal self-attention over the history; the newest event's
 * state joins the dense layers. The last block is computed for that event only, since nothing reads
 * the others.
 */
record SasRec(SharedParts parts, Events events) implements EventBackbone {
  SasRec(SharedParts parts) {
    this(parts, new Events(parts));
  }

  @Override
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    UserInput<T> user = in.user();
    T positions =
        ops.gather(
            ops.parameter("event.position", SMALL, parts.spec().historyLength(), eventWidth()),
            user.positions());
    T x = ops.add(events.vectors(ops, user, in.events()), positions);
    T mask = ops.unsqueeze(user.mask(), 1);
    int blocks = parts.shape().layers();
    for (int block = 0; block < blocks - 1; block++) {
      x = block(ops, "block." + block, x, x, mask, causal(ops, user));
    }
    T newest = events.newest(ops, user, x);
    newest = block(ops, "block." + (blocks - 1), newest, x, mask, null);
    return parts.logits(ops, in, newest, eventWidth(), null, 0);
  }

  /**
   * States of {@code queries} [s, q, width] after attending to {@code x} [s, h, width] where {@code
   * mask} [s, 1, h] allows.
   *
   * @param bias added to the scores, [s, q, h]; null for none
   */
  private <T> T block(Ops<T> ops, String name, T queries, T x, T mask, @Nullable T bias) {
    int width = eventWidth();
    T query =
        Layers.linear(
            ops, name + ".query", Layers.norm(ops, name + ".norm", queries, width), width, width);
    T key = Layers.linear(ops, name + ".key", x, width, width);
    T value = Layers.linear(ops, name + ".value", x, width, width);
    T scores =
        ops.affine(ops.matmul(query, ops.transpose(key, 3, 1, 2)), 1 / (float) Math.sqrt(width), 0);
    T hidden = bias == null ? Events.hide(ops, mask) : ops.add(Events.hide(ops, mask), bias);
    T weights = ops.multiply(ops.softmax(ops.add(scores, hidden)), mask);
    T attended = ops.add(queries, ops.matmul(weights, value));
    T normal = Layers.norm(ops, name + ".forward.norm", attended, width);
    T inner = ops.relu(Layers.dense(ops, name + ".forward.in", normal, width, width));
    return ops.add(attended, Layers.dense(ops, name + ".forward.out", inner, width, width));
  }

  /**
   * Minus 1e9 times the positions by which the column's event is newer than the row's, 0 if it is
   * not newer: [s, h, h].
   */
  private <T> T causal(Ops<T> ops, UserInput<T> user) {
    float[] numbers = new float[parts.spec().historyLength()];
    IntStream.range(0, numbers.length).forEach(position -> numbers[position] = position);
    T position = events.position(ops, user, numbers);
    T newer = ops.relu(ops.add(position, ops.affine(ops.transpose(position, 3, 1, 2), -1, 0)));
    return ops.affine(newer, -1e9f, 0);
  }
}
