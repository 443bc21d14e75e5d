package io.laserstreams.learning.dataset;

import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** The samples of a dataset in the order of time, as often as they are asked for. */
public interface DatasetSamples {
  Protocol protocol();

  /** What counts as positive, in words. */
  String labels();

  /** The samples whose numbers are wanted go to {@code consumer}, in the order of time. */
  void play(IntPredicate wanted, Consumer<Sample> consumer);
}
