package io.laserstreams.worker.taste;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.HistoryEntry;

/**
 * The producers' scale of ratings.
 *
 * @param range in words, for example {@code 1 to 5}
 * @param likedAbove ratings above it mean that the user liked the item
 */
public record RatingScale(String range, float likedAbove) {
  public RatingScale {
    requireNonNull(range, "range is null");
  }

  /** Whether the user liked the item; a click without a rating counts as the weakest liking. */
  public boolean likes(HistoryEntry entry) {
    return entry.getValue() == null || entry.getValue() > likedAbove;
  }
}
