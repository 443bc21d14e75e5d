package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.torch.Slate;

/**
 * One impression as a sample, with the features just before it and its outcome.
 *
 * @param impressionId the same each time the dataset is played
 * @param userId the user
 * @param time in the data, milliseconds since the epoch
 * @param part to which it belongs
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
