package io.laserstreams.crm.features;

import io.laserstreams.crm.history.HistoryEvent;
import java.util.List;
import java.util.Map;

/**
 * What the models may know of a user at the moment of an impression; nothing in it is from at or
 * after {@code eventTime}.
 *
 * @param eventTime the impression's event time, milliseconds since the epoch
 * @param profile categorical profile fields by name; empty for an unknown user
 * @param context categorical circumstances of the impression by name
 * @param history the newest events before the impression, oldest first, at most {@link
 *     FeatureSpec#eventsRead}
 * @param knowledge the user's knowledge vector of the encoder that the feature specification names,
 *     or null
 */
public record UserFeatures(
    long eventTime,
    Map<String, String> profile,
    Map<String, String> context,
    List<HistoryEvent> history,
    float[] knowledge) {
  public UserFeatures {
    profile = Map.copyOf(profile);
    context = Map.copyOf(context);
    history = List.copyOf(history);
  }
}
