package io.laserstreams.worker.encoder;

/** Turns a text into a vector. Implementations are thread-safe and deterministic to the bit. */
public interface TextEncoder extends AutoCloseable {
  /** Names the vector space; never mix vectors of different ids. */
  String id();

  /** Size of every vector. */
  int dimensions();

  /**
   * A vector of {@link #dimensions()} floats in half precision and of unit length up to that, even
   * for an empty text.
   */
  float[] encode(String text);

  /** Waits for calls in flight and frees native memory. */
  @Override
  void close();
}
