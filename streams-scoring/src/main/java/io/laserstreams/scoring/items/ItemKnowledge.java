package io.laserstreams.scoring.items;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.Map;

/**
 * An item's knowledge as vectors by encoder id.
 *
 * @param position see {@code Knowledge}
 * @param basedOn event time of the newest event that it is based on
 */
public record ItemKnowledge(long position, long basedOn, Map<String, float[]> vectors) {
  private static final int LAYOUT = 2;

  byte[] encode() {
    return new StateWriter(LAYOUT).number(position).number(basedOn).vectors(vectors).toBytes();
  }

  static ItemKnowledge decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "item knowledge");
    return new ItemKnowledge(in.number(), in.number(), in.vectors());
  }
}
