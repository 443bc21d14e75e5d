package io.laserstreams.crm.streaming;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * An interaction as features see it.
 *
 * @param itemId the item
 * @param time event time, milliseconds since the epoch
 * @param value the rating, {@code NaN} for a click and where nothing was done
 * @param profile the user's profile fields as they are known when it arrives
 * @param shown whether the item was shown and nothing else
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
