package io.laserstreams.cli.replay;

import io.laserstreams.cli.UserException;
import java.nio.file.Path;

/**
 * What to replay.
 *
 * @param limit play this many impressions, from the first one on
 * @param bundle the model to pin, null to train one first
 * @param inFlight most impressions that wait for their scores at a time
 * @param partitions of the replay's topics
 * @param workDirectory where the broker keeps its data meanwhile, null for a temporary directory
 * @param compareAll compare the samples before the test part with offline evaluation, too
 * @param seed of the training, where there is one
 * @param featuresDiff compute the streaming features of all samples again afterwards and compare
 * @param atLeastOnce without transactions
 */
public record ReplayOptions(int limit, Path bundle, int inFlight, int partitions, Path workDirectory, boolean compareAll,
    long seed, boolean featuresDiff, boolean atLeastOnce) {
  public ReplayOptions {
    if (limit < 1 || inFlight < 1 || partitions < 1) {
      throw new UserException("--limit, --in-flight and --partitions must be at least 1, but are " + limit + ", " + inFlight
          + " and " + partitions);
    }
  }
}
