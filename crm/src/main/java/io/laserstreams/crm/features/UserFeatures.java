package io.laserstreams.crm.features;

import io.laserstreams.crm.history.HistoryEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What models may know about a user at the moment of an impression; nothing in it happened at or
 * after {@code eventTime}.
 *
 * @param eventTime the impression's event time, milliseconds since the epoch
 * @param profile categorical profile fields by name; empty for an unknown user
 * @param context categorical circumstances of the impression by name
 * @param history the newest events before the impression, oldest first, at most {@link
 *     FeatureSpec#eventsRead}
 * @param knowledge the user's knowledge vector of the encoder that the feature specification names;
 *     null if absent
 */
public record UserFeatures(
    long eventTime,
    Map<String, String> profile,
    Map<String, String> context,
    List<HistoryEvent> history,
    float @Nullable [] knowledge) {
  // Not compact: javac 17 drops the annotation of an array from the parameters of a compact
  // constructor.
  public UserFeatures(
      long eventTime,
      Map<String, String> profile,
      Map<String, String> context,
      List<HistoryEvent> history,
      float @Nullable [] knowledge) {
    this.eventTime = eventTime;
    this.profile = Map.copyOf(profile);
    this.context = Map.copyOf(context);
    this.history = List.copyOf(history);
    this.knowledge = knowledge;
  }

  public UserFeatures withProfile(Map<String, String> newProfile) {
    return new UserFeatures(eventTime, newProfile, context, history, knowledge);
  }

  public UserFeatures withContext(Map<String, String> newContext) {
    return new UserFeatures(eventTime, profile, newContext, history, knowledge);
  }

  public UserFeatures withHistory(List<HistoryEvent> newHistory) {
    return new UserFeatures(eventTime, profile, context, newHistory, knowledge);
  }

  public UserFeatures withKnowledge(float @Nullable [] newKnowledge) {
    return new UserFeatures(eventTime, profile, context, history, newKnowledge);
  }
}
