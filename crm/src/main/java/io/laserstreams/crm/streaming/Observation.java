package io.laserstreams.crm.streaming;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * An interaction, or an item shown, as features see it.
 *
 * @param itemId the item
 * @param time event time, milliseconds since the epoch
 * @param value the rating; {@code NaN} for a click or an item that was only shown
 * @param profile the user's profile fields as known on arrival
 * @param shown whether the item was only shown
 */
public record Observation(
    String itemId, long time, float value, Map<String, String> profile, boolean shown) {
  /** A click or a rating. */
  public Observation(String itemId, long time, float value, Map<String, String> profile) {
    this(itemId, time, value, profile, false);
  }

  /** An item that was shown. */
  public static Observation shown(String itemId, long time, Map<String, String> profile) {
    return new Observation(itemId, time, Float.NaN, profile, true);
  }

  public Observation {
    requireNonNull(itemId, "itemId is null");
    requireNonNull(profile, "profile is null");
  }
}
