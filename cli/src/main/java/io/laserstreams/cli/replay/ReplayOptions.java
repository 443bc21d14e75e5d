package io.laserstreams.cli.replay;

import io.laserstreams.runtime.failure.UserException;
import java.nio.file.Path;

/**
 * What to replay.
 *
 * @param limit play this many impressions, from the first one on
 * @param inFlight most impressions that wait for their scores at a time
 * @param partitions of the replay's topics
 * @param workDirectory where the broker keeps its data meanwhile, null for a temporary directory
 * @param compareAll compare the samples before the test part with offline evaluation, too
 * @param featuresDiff compute the streaming features of all samples again afterwards and compare
 * @param atLeastOnce without transactions
 * @param trainerLag samples that a trainer beside scoring may be behind
 */
public record ReplayOptions(
    int limit,
    int inFlight,
    int partitions,
    Path workDirectory,
    boolean compareAll,
    boolean featuresDiff,
    boolean atLeastOnce,
    int trainerLag) {
  public ReplayOptions {
    if (limit < 1 || inFlight < 1 || partitions < 1 || trainerLag < 1) {
      throw new UserException(
          "--limit, --in-flight, --partitions and --trainer-lag must be at least 1, but are "
              + limit
              + ", "
              + inFlight
              + ", "
              + partitions
              + " and "
              + trainerLag);
    }
  }
}
