package io.laserstreams.worker.encoder;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the vectors of a text's tokens become the vector of the text, which depends on how the
 * encoder was trained.
 */
public enum Pooling {
  /** The vector of the first token, as the BGE family does. */
  CLS("pooling_mode_cls_token") {
    @Override
    float[] pool(FloatBuffer tokenVectors, int tokens, int dimensions) {
      float[] first = new float[dimensions];
      tokenVectors.get(0, first);
      return first;
    }
  },
  /** The average over all tokens, as the MiniLM family does. */
  MEAN("pooling_mode_mean_tokens") {
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
  },
  /** The greatest value of each dimension. */
  MAX("pooling_mode_max_tokens") {
    @Override
    float[] pool(FloatBuffer tokenVectors, int tokens, int dimensions) {
      float[] max = CLS.pool(tokenVectors, tokens, dimensions);
      for (int token = 1; token < tokens; token++) {
        for (int i = 0; i < dimensions; i++) {
          max[i] = Math.max(max[i], tokenVectors.get(token * dimensions + i));
        }
      }
      return max;
    }
  },
  /** The sum over the square root of the number of tokens: the average's direction. */
  MEAN_SQRT_LEN("pooling_mode_mean_sqrt_len_tokens") {
    @Override
    float[] pool(FloatBuffer tokenVectors, int tokens, int dimensions) {
      float[] mean = MEAN.pool(tokenVectors, tokens, dimensions);
      for (int i = 0; i < dimensions; i++) {
        mean[i] *= (float) Math.sqrt(tokens);
      }
      return mean;
    }
  },
  /** The vector of the last token, as models do that read from left to right. */
  LAST("pooling_mode_lasttoken") {
    @Override
    float[] pool(FloatBuffer tokenVectors, int tokens, int dimensions) {
      float[] last = new float[dimensions];
      tokenVectors.get((tokens - 1) * dimensions, last);
      return last;
    }
  };

  private final String mode;

  Pooling(String mode) {
    this.mode = mode;
  }

  /** The pooling that sentence-transformers calls so; empty if none is known. */
  static Optional<Pooling> of(String mode) {
    return Stream.of(values()).filter(pooling -> pooling.mode.equals(mode)).findFirst();
  }

  /** What sentence-transformers calls them. */
  static List<String> modes() {
    return Stream.of(values()).map(pooling -> pooling.mode).toList();
  }

  /** Pools a row-major matrix of {@code tokens × dimensions} without padding. */
  abstract float[] pool(FloatBuffer tokenVectors, int tokens, int dimensions);
}
