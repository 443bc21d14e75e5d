package io.laserstreams.learning.dataset;

import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** The samples of a dataset, which can be played any number of times. */
public interface DatasetSamples {
  Protocol protocol();

  /** What counts as positive, in words. */
  String labels();

  /** Passes the samples with the wanted numbers to {@code consumer}, in the order of time. */
  void play(IntPredicate wanted, Consumer<Sample> consumer);
}
