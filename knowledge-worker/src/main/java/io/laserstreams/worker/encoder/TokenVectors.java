package io.laserstreams.worker.encoder;

import ai.djl.huggingface.tokenizers.Encoding;

/** A loaded model that makes a vector of a text's tokens. Thread-safe. */
public interface TokenVectors extends AutoCloseable {
  /** A vector of any length. */
  float[] of(Encoding tokens);

  /** Must not be called during another call. */
  @Override
  void close();
}
