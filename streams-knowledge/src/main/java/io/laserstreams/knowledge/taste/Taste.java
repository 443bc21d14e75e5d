package io.laserstreams.knowledge.taste;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a user's newest events were about at one time: the weighted mean of their items' projected
 * vectors. Immutable; some 260 bytes in a state store.
 */
public final class Taste {
  private final int space;
  private final float[] mean;

  /**
   * @param space of the vectors, see {@link ItemVectors#space}
   * @param mean {@link RandomProjection#DIMENSIONS} numbers
   */
  Taste(int space, float[] mean) {
    this.space = space;
    this.mean = mean.clone();
  }

  /**
   * How far this taste is from an earlier one: 1 − cosine of both without {@code common}. 0 for the
   * same direction, 1 for nothing in common, 2 for opposites; 0 if that cannot be said, as the
   * tastes are of different encoders or nothing remains without {@code common}.
   *
   * @param common what all items have in common
   */
  double driftFrom(Taste earlier, float[] common) {
    if (space != earlier.space || mean.length != earlier.mean.length) {
      return 0;
    }
    double product = 0;
    double length = 0;
    double earlierLength = 0;
    for (int i = 0; i < mean.length; i++) {
      double own = mean[i] - common[i];
      double before = earlier.mean[i] - common[i];
      product += own * before;
      length += own * own;
      earlierLength += before * before;
    }
    return length == 0 || earlierLength == 0
        ? 0
        : Math.max(0, 1 - product / Math.sqrt(length * earlierLength));
  }

  /** Writes a taste that may be missing. */
  public static void write(StateWriter out, @Nullable Taste taste) {
    out.flag(taste != null);
    if (taste != null) {
      out.number(taste.space).vector(taste.mean);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static @Nullable Taste read(StateReader in) {
    if (!in.flag()) {
      return null;
    }
    int space = in.count();
    float[] mean = in.vector();
    in.require(
        mean.length == RandomProjection.DIMENSIONS, "its taste has " + mean.length + " numbers");
    return new Taste(space, mean);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Taste taste && space == taste.space && Arrays.equals(mean, taste.mean);
  }

  @Override
  public int hashCode() {
    return 31 * space + Arrays.hashCode(mean);
  }

  @Override
  public String toString() {
    return "taste in space " + space;
  }
}
