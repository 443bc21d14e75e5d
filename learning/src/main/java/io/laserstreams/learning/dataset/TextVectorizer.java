package io.laserstreams.learning.dataset;

import java.util.List;
import java.util.function.IntConsumer;

/** Turns texts into vectors; the same text gives the same bits every time. */
public interface TextVectorizer {
  /**
   * Vectors of unit length and {@link #dimensions()} numbers, in the order of the texts. {@code
   * progress} is notified of the number of texts done, from any thread.
   */
  List<float[]> encode(List<String> texts, IntConsumer progress);

  /** Names the vector space, for example {@code bge-small-en-v15-q}. */
  String encoderId();

  int dimensions();
}
