package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.SMALL;

import io.laserstreams.crm.ops.Ops;
import java.util.ArrayList;
import java.util.Collections;

/**
 * Caser (Tang, Wang 2018): the history as an image. Horizontal filters, {@code keyWidth} for each
 * window of 1 to {@code layers} events, detect patterns anywhere; {@code heads} vertical ones weigh
 * the events by their position.
 */
record Caser(SharedParts parts, Events events) implements EventBackbone {
  Caser(SharedParts parts) {
    this(parts, new Events(parts));
  }

  @Override
  public <T> T logits(Ops<T> ops, HeadInput<T> in) {
    T x = events.vectors(ops, in.user(), in.events());
    T mask = ops.unsqueeze(in.user().mask(), 2);
    var features = new ArrayList<T>();
    var shifted = new ArrayList<T>();
    for (int height = 1; height <= parts.shape().layers(); height++) {
      shifted.add(ops.shift(x, height - 1));
      T windows = ops.concat(Collections.unmodifiableList(shifted));
      T filtered =
          Layers.dense(
              ops,
              "horizontal." + height,
              windows,
              height * eventWidth(),
              parts.shape().keyWidth());
      features.add(ops.max(ops.multiply(ops.relu(filtered), mask), 1));
    }
    int vertical = parts.shape().heads();
    T weights =
        ops.gather(
            ops.parameter("vertical", SMALL, parts.spec().historyLength(), vertical),
            in.user().positions());
    T byPosition = ops.matmul(ops.transpose(ops.multiply(weights, mask), 3, 1, 2), x);
    features.add(ops.unsqueeze(ops.reshape(byPosition, 0, vertical * eventWidth()), 1));
    int all = parts.shape().layers() * parts.shape().keyWidth() + vertical * eventWidth();
    T state = ops.relu(Layers.dense(ops, "convolved", ops.concat(features), all, eventWidth()));
    return parts.logits(ops, in, state, eventWidth(), null, 0);
  }
}
