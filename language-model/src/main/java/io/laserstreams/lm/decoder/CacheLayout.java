package io.laserstreams.lm.decoder;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxJavaType;
import java.util.List;

/**
 * The keys and values of a decoder: one tensor {@code [rows, heads, tokens, width]} each a layer.
 *
 * @param tensors by name
 * @param type of all of them: float or float16
 */
record CacheLayout(List<CacheTensor> tensors, OnnxJavaType type) {
  /**
   * Keys or values of one layer.
   *
   * @param past name of the graph's input
   * @param present name of the graph's output
   * @param heads that have keys and values of their own
   * @param width of one of them
   */
  record CacheTensor(String past, String present, int heads, int width) {
    long[] shape(int rows, int tokens) {
      return new long[] {rows, heads, tokens, width};
    }
  }

  CacheLayout {
    tensors = List.copyOf(tensors);
    requireNonNull(type, "type is null");
  }

  /** Bytes of one token in one head. */
  int stride(CacheTensor tensor) {
    return tensor.width() * type.size;
  }

  /** Bytes of one token of one row, in all layers. */
  long bytesPerToken() {
    return tensors.stream().mapToLong(tensor -> (long) tensor.heads() * stride(tensor)).sum();
  }
}
