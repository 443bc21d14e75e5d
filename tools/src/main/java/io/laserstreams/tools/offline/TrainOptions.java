package io.laserstreams.tools.offline;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.offline.OfflinePlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to train, and on what.
 *
 * @param plan without learning rate and passes
 * @param search for these
 * @param threads threads that learn
 * @param out file of the model bundle
 * @param json file for the figures
 */
public record TrainOptions(
    DatasetOptions dataset,
    ModelOptions model,
    StreamingOptions streaming,
    OfflinePlan plan,
    SearchOptions search,
    int threads,
    Path out,
    @Nullable Path json) {
  public TrainOptions {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(model, "model is null");
    requireNonNull(streaming, "streaming is null");
    requireNonNull(plan, "plan is null");
    requireNonNull(search, "search is null");
    requireNonNull(out, "out is null");
  }

  /** The default model with what is usual for so many samples, for this seed. */
  public static TrainOptions defaults(DatasetOptions dataset, long seed, Path out) {
    return new TrainOptions(
        dataset,
        ModelOptions.DEFAULT,
        StreamingOptions.NONE,
        OfflinePlan.DEFAULT.withSeed(seed),
        SearchOptions.NONE,
        1,
        out,
        null);
  }
}
