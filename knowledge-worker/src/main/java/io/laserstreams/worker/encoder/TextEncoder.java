package io.laserstreams.worker.encoder;

/**
 * Turns a text into a vector. Implementations are thread-safe, and the same text gives the same
 * bits every time.
 */
public interface TextEncoder extends AutoCloseable {
  /** Names the vector space: vectors of different ids must never be mixed. */
  String id();

  /** Size of every vector. */
  int dimensions();

  /** A vector of {@link #dimensions()} floats and unit length; an empty text has one too. */
  float[] encode(String text);

  /** Waits for calls in flight and frees native memory. */
  @Override
  void close();
}
