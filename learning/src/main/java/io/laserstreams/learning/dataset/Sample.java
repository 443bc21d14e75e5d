package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.torch.Slate;

/**
 * One impression as a sample: what was known just before it, and what came of it.
 *
 * @param impressionId the impression's id, the same wherever the dataset is played
 * @param userId who it was
 * @param time when the data say it was, milliseconds since the epoch
 * @param part which part it belongs to
 * @param slate the features and the labels
 */
public record Sample(String impressionId, String userId, long time, Part part, Slate slate) {
  public Sample {
    requireNonNull(impressionId, "impressionId is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(part, "part is null");
    requireNonNull(slate, "slate is null");
  }
}
