package io.laserstreams.tools.features;

import io.laserstreams.schema.InteractionKind;
import org.jspecify.annotations.Nullable;

/**
 * An interaction that arrived, or an impression that was served.
 *
 * @param time of an impression its event time, of an interaction its arrival in event time
 * @param interaction null for an impression
 * @param sample null for an interaction, and for an impression that only changed the user's factors
 * @param factors version of the fitted factors that an impression was served with
 * @param late whether an interaction arrived after the epoch in which it happened
 */
record TimelineEvent(
    long time,
    String userId,
    @Nullable UserInteraction interaction,
    @Nullable ServedSample sample,
    long factors,
    boolean late) {

  /** An interaction in the terms of a history. */
  record UserInteraction(
      String id, String itemId, long eventTime, float value, InteractionKind kind) {}

  static TimelineEvent of(UserInteraction interaction, String userId, long arrival, boolean late) {
    return new TimelineEvent(arrival, userId, interaction, null, 0, late);
  }

  static TimelineEvent of(ServedSample sample) {
    return new TimelineEvent(
        sample.eventTime(), sample.userId(), null, sample, sample.factors(), false);
  }

  /** From this impression on the user is seen through other factors. */
  static TimelineEvent ofFactors(long factors, String userId, long eventTime) {
    return new TimelineEvent(eventTime, userId, null, null, factors, false);
  }
}
