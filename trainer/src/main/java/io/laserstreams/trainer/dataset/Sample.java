package io.laserstreams.trainer.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.trainer.torch.Slate;

/**
 * One rating as a sample: the impression of the rated item just before it was rated.
 *
 * @param impressionId the impression's id, the same wherever the dataset is played
 * @param part which part it belongs to
 * @param slate the features and the label
 */
public record Sample(String impressionId, Part part, Slate slate) {
  public Sample {
    requireNonNull(impressionId, "impressionId is null");
    requireNonNull(part, "part is null");
    requireNonNull(slate, "slate is null");
  }
}
