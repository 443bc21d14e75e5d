package io.laserstreams.crm.history;

import static java.util.Objects.requireNonNull;

/**
 * One click or rating in a user's history.
 *
 * @param interactionId unique id of the interaction; a redelivered one counts once
 * @param itemId the item
 * @param eventTime when it happened, milliseconds since the epoch
 * @param value the rating on the producer's scale, {@code NaN} for a click
 */
public record HistoryEvent(String interactionId, String itemId, long eventTime, float value) {
  public HistoryEvent {
    requireNonNull(interactionId, "interactionId is null");
    requireNonNull(itemId, "itemId is null");
  }

  public boolean isRating() {
    return !Float.isNaN(value);
  }

  public HistoryEvent withValue(float newValue) {
    return new HistoryEvent(interactionId, itemId, eventTime, newValue);
  }
}
