package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.offline.DatasetOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to replay, and which model answers.
 *
 * @param bundle file of the model to pin; without it, and without a trainer, one is trained first
 * @param trainer configuration of a trainer that releases the models instead
 * @param seed of the training
 * @param json file for a summary
 */
public record ReplayOptions(
    DatasetOptions dataset,
    @Nullable Path bundle,
    @Nullable Path trainer,
    long seed,
    ReplaySettings settings,
    @Nullable Path json) {
  public ReplayOptions {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(settings, "settings is null");
    if (bundle != null && trainer != null) {
      throw new UserException(
          "--bundle "
              + bundle
              + " pins one model, --trainer "
              + trainer
              + " releases others: give one of them");
    }
  }
}
