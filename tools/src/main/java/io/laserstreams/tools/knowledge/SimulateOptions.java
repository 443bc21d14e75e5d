package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.offline.DatasetOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which policies to simulate on which dataset.
 *
 * @param encoder of the vectors by which drift is measured
 * @param policies in the syntax of {@link KnowledgePolicy#parse}
 * @param bound knowledge is fresh while fewer events than this are newer
 * @param limit only the first impressions
 * @param auc whose AUC to measure with each policy; null for none
 * @param json file for scripts
 */
public record SimulateOptions(
    DatasetOptions dataset,
    String encoder,
    List<String> policies,
    int bound,
    int limit,
    @Nullable AucOptions auc,
    @Nullable Path json) {
  public SimulateOptions {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(encoder, "encoder is null");
    policies = List.copyOf(policies);
    if (policies.isEmpty()) {
      throw new UserException("--policies names none, must name at least one");
    }
    requirePositive("--bound", bound);
    requirePositive("--limit", limit);
    if (auc != null && limit < Integer.MAX_VALUE) {
      throw new UserException(
          "--auc needs all impressions, as the test part is the last of them: leave out --limit");
    }
  }

  private static void requirePositive(String option, int number) {
    if (number < 1) {
      throw new UserException(option + " is " + number + ", must be at least 1");
    }
  }
}
