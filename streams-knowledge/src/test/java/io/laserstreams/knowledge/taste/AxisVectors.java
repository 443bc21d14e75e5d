package io.laserstreams.knowledge.taste;

import io.laserstreams.crm.history.HistoryEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Items that lie on axes: two on the same are alike, two on different ones unrelated. */
public final class AxisVectors implements ItemVectors {
  private static final byte LENGTH = 100;

  private final Map<String, byte[]> vectors = new HashMap<>();

  public void put(String itemId, int axis) {
    byte[] vector = new byte[RandomProjection.DIMENSIONS];
    vector[axis] = LENGTH;
    vectors.put(itemId, vector);
  }

  /** Of somebody who likes one axis only. */
  public static Taste taste(int axis) {
    AxisVectors vectors = new AxisVectors();
    vectors.put("i", axis);
    Taste taste = new TasteWindow(vectors, 1).of(List.of(new HistoryEvent("e", "i", 1, 1)));
    if (taste == null) {
      throw new AssertionError("no taste");
    }
    return taste;
  }

  @Override
  public byte @Nullable [] find(String itemId) {
    return vectors.get(itemId);
  }

  @Override
  public float[] mean() {
    return new float[RandomProjection.DIMENSIONS];
  }

  @Override
  public int space() {
    return 1;
  }
}
