package io.laserstreams.knowledge.taste;

import org.jspecify.annotations.Nullable;

/**
 * Items' knowledge vectors, projected. Stream threads call it, so it answers at once from memory.
 */
public interface ItemVectors {
  /** Knows no item: no drift is ever measured. */
  ItemVectors NONE =
      new ItemVectors() {
        @Override
        public byte @Nullable [] find(String itemId) {
          return null;
        }

        @Override
        public float[] mean() {
          return new float[RandomProjection.DIMENSIONS];
        }

        @Override
        public int space() {
          return 0;
        }
      };

  /**
   * The item's vector, {@link RandomProjection#DIMENSIONS} numbers that the caller does not change;
   * null if unknown.
   */
  byte @Nullable [] find(String itemId);

  /** Mean of all items' vectors: what texts about any item have in common. */
  float[] mean();

  /** Tells vectors of different encoders apart: tastes of two spaces cannot be compared. */
  int space();
}
