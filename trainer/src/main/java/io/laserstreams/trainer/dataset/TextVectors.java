package io.laserstreams.trainer.dataset;

/** Turns a text into a vector, the same bits for the same text every time. */
public interface TextVectors {
  /** Of unit length and {@link #dimensions()} numbers. */
  float[] encode(String text);

  /** Names the vector space, for example {@code bge-small-en-v15-q}. */
  String encoderId();

  int dimensions();
}
