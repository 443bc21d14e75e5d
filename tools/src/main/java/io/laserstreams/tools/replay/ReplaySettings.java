package io.laserstreams.tools.replay;

import io.laserstreams.runtime.failure.UserException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to replay.
 *
 * @param limit impressions to replay, from the first one on
 * @param inFlight maximum impressions that wait for their scores at a time
 * @param partitions of the replay's topics
 * @param workDirectory where the broker keeps its data meanwhile; null for a temporary directory
 * @param compareAll whether to compare the samples before the test part with offline evaluation,
 *     too
 * @param featuresDiff whether to compute the streaming features of all samples again and compare
 * @param atLeastOnce whether to do without transactions
 * @param trainerLag samples that a trainer beside scoring may be behind
 */
public record ReplaySettings(
    int limit,
    int inFlight,
    int partitions,
    @Nullable Path workDirectory,
    boolean compareAll,
    boolean featuresDiff,
    boolean atLeastOnce,
    int trainerLag) {
  public ReplaySettings {
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
