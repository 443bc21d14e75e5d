package io.laserstreams.crm.streaming;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * An interaction as features see it.
 *
 * @param itemId the item
 * @param time event time, milliseconds since the epoch
 * @param value the rating, {@code NaN} for a click
 * @param profile the user's profile fields as they are known when it arrives
 */
public record Observation(String itemId, long time, float value, Map<String, String> profile) {
  public Observation {
    requireNonNull(itemId, "itemId is null");
    requireNonNull(profile, "profile is null");
  }
}
