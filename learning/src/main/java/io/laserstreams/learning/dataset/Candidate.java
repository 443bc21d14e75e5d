package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

/**
 * One item of an impression, and its outcome.
 *
 * @param itemId the item
 * @param interacted whether the user's history gets an event of it
 * @param value the rating, {@code NaN} for a click or no interaction
 * @param positive the label
 */
public record Candidate(String itemId, boolean interacted, float value, boolean positive) {
  public Candidate {
    requireNonNull(itemId, "itemId is null");
  }
}
