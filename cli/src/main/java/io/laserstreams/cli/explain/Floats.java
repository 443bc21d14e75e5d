package io.laserstreams.cli.explain;

import java.util.List;

/** Numbers out of a record. */
final class Floats {
  private Floats() {}

  static float[] of(List<Float> boxed) {
    float[] floats = new float[boxed.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = boxed.get(i);
    }
    return floats;
  }
}
