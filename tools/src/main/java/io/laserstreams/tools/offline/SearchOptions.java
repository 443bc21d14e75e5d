package io.laserstreams.tools.offline;

import io.laserstreams.learning.tuning.PointGrid;
import io.laserstreams.runtime.failure.UserException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learning rates and passes to choose from on the validation part.
 *
 * @param search false to choose nothing: what is usual for so many samples, unless others are named
 * @param learningRates null for the usual ones
 * @param passes null for the usual ones
 */
public record SearchOptions(
    boolean search, @Nullable List<Double> learningRates, @Nullable List<Integer> passes) {
  /** What is usual for so many samples. */
  public static final SearchOptions NONE = new SearchOptions(false, null, null);

  /**
   * @throws UserException naming a value that is out of bounds
   */
  public SearchOptions {
    learningRates = learningRates == null ? null : List.copyOf(learningRates);
    passes = passes == null ? null : List.copyOf(passes);
    try {
      PointGrid.of(1, learningRates, passes);
    } catch (IllegalArgumentException e) {
      throw UserException.of(e);
    }
  }

  /**
   * The points to choose from.
   *
   * @param samples number of training samples to learn from
   */
  public PointGrid grid(double samples) {
    PointGrid grid = PointGrid.of(samples, learningRates, passes);
    return search
        ? grid
        : new PointGrid(
            learningRates == null ? List.of(grid.start().learningRate()) : grid.learningRates(),
            passes == null ? List.of(grid.start().passes()) : grid.passes(),
            grid.start());
  }
}
