package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to evaluate.
 *
 * @param bundle file of the model
 * @param limit first samples of each part to score
 * @param evenLearntFrom whether to score samples from before the time up to which the model learnt
 * @param refit whether factors are fitted again along the dataset instead of read from the bundle
 * @param json file for the figures
 */
public record EvaluateOptions(
    DatasetOptions dataset,
    Path bundle,
    int limit,
    boolean evenLearntFrom,
    boolean refit,
    @Nullable Path json) {
  public EvaluateOptions {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(bundle, "bundle is null");
  }
}
