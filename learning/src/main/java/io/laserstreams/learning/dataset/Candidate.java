package io.laserstreams.learning.dataset;

import static java.util.Objects.requireNonNull;

/**
 * One item that was shown, and what came of it.
 *
 * @param itemId the item
 * @param interacted whether it became a part of the user's history
 * @param value the rating, {@code NaN} for a click or none
 * @param positive the label
 */
public record Candidate(String itemId, boolean interacted, float value, boolean positive) {
  public Candidate {
    requireNonNull(itemId, "itemId is null");
  }
}
