package io.laserstreams.worker.encoder;

import java.nio.FloatBuffer;

/**
 * How the vectors of a text's tokens become the vector of the text, which depends on how the
 * encoder was trained.
 */
public enum Pooling {
  /** The vector of the first token, as the BGE family does. */
  CLS {
    @Override
    float[] pool(FloatBuffer tokenVectors, int tokens, int dimensions) {
      float[] first = new float[dimensions];
      tokenVectors.get(0, first);
      return first;
    }
  },
  /** The average over all tokens, as the MiniLM family does. */
  MEAN {
    @Override
    float[] pool(FloatBuffer tokenVectors, int tokens, int dimensions) {
      float[] mean = new float[dimensions];
      for (int token = 0; token < tokens; token++) {
        for (int i = 0; i < dimensions; i++) {
          mean[i] += tokenVectors.get(token * dimensions + i);
        }
      }
      for (int i = 0; i < dimensions; i++) {
        mean[i] /= tokens;
      }
      return mean;
    }
  };

  /** Pools a row-major matrix of {@code tokens × dimensions} without padding. */
  abstract float[] pool(FloatBuffer tokenVectors, int tokens, int dimensions);
}
