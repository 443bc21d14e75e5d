package io.laserstreams.crm.model;

import static io.laserstreams.crm.ops.Init.GLOROT;
import static io.laserstreams.crm.ops.Init.ONE;
import static io.laserstreams.crm.ops.Init.ZERO;

import io.laserstreams.crm.ops.Ops;
import java.util.List;

/** The layers of which every model consists; parameters are named after the layer. */
final class Layers {
  private Layers() {}

  /** Without bias. */
  static <T> T linear(Ops<T> ops, String name, T x, int in, int out) {
    return ops.matmul(x, ops.parameter(name + ".weight", GLOROT, in, out));
  }

  static <T> T dense(Ops<T> ops, String name, T x, int in, int out) {
    return ops.add(linear(ops, name, x, in, out), ops.parameter(name + ".bias", ZERO, out));
  }

  static <T> T norm(Ops<T> ops, String name, T x, int width) {
    return ops.layerNorm(
        x, ops.parameter(name + ".gain", ONE, width), ops.parameter(name + ".bias", ZERO, width));
  }

  /** Rectified dense layers from {@code first} on; {@code x} is the output of the layer before. */
  static <T> T tower(Ops<T> ops, T x, List<Integer> units, int first) {
    for (int layer = first; layer < units.size(); layer++) {
      x = ops.relu(dense(ops, "dense." + layer, x, units.get(layer - 1), units.get(layer)));
    }
    return x;
  }
}
