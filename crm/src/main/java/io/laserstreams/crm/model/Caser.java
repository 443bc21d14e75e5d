package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.SMALL;

import io.laserstreams.crm.ops.Ops;
import java.util.ArrayList;
import java.util.Collections;

/**
 * Caser (Tang, Wang 2018): the history as an image. Horizontal filters, {@code keyWidth} for each
 * window of 1 to {@code layers} events, look for patterns wherever they are; vertical ones, {@code
 * heads} of them, weigh the events by their place.
 */
record Caser(SharedParts parts, Events events) implements EventBackbone {
  Caser(SharedParts parts) {
    this(parts, new Events(parts));
  }

  @Override
  public <T> T logits(Ops<T> ops, Scene<T> scene) {
    T x = events.vectors(ops, scene.user(), scene.events());
    T mask = ops.unsqueeze(scene.user().mask(), 2);
    var found = new ArrayList<T>();
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
      found.add(ops.max(ops.multiply(ops.relu(filtered), mask), 1));
    }
    int vertical = parts.shape().heads();
    T weights =
        ops.gather(
            ops.parameter("vertical", SMALL, parts.spec().historyLength(), vertical),
            scene.user().positions());
    T places = ops.matmul(ops.transpose(ops.multiply(weights, mask), 3, 1, 2), x);
    found.add(ops.unsqueeze(ops.reshape(places, 0, vertical * eventWidth()), 1));
    int all = parts.shape().layers() * parts.shape().keyWidth() + vertical * eventWidth();
    T state = ops.relu(Layers.dense(ops, "convolved", ops.concat(found), all, eventWidth()));
    return parts.logits(ops, scene, state, eventWidth(), null, 0);
  }
}
