package io.laserstreams.crm.streaming.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How the state behind streaming features is kept. Travels in the bundle: features mean the same
 * only where state was kept the same way.
 *
 * @param epochMillis length of the epochs in which item statistics are published; 0 publishes each
 *     interaction at once
 * @param trendMillis how far back an item's trend looks
 * @param sessionMillis a longer gap between two events of a user ends a session for counting
 * @param idleMillis a user who did nothing for longer starts anew, counted from the end of the hour
 *     of the newest event; null: no user ever does
 * @param likeAbove a value above this is a like
 * @param clickValue what a click counts as, among values
 * @param shownValue what it counts as that an item was shown, null where that changes no feature; a
 *     click that follows is an event of its own
 * @param recentEvents how many of a user's newest events are kept with their residuals
 * @param eventsPerHour how many events of a user count in an hour of event time; those beyond, of a
 *     bot or a broken client, are left out
 * @param groups how many categories or field values are kept a user and family, and segments an
 *     item
 * @param segmentFields profile fields by whose values item statistics are parted
 * @param affinityFields item fields by whose values users' tastes are parted; {@code year/4} puts
 *     four numbers in a bucket
 */
public record StreamingSettings(
    long epochMillis,
    long trendMillis,
    long sessionMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long idleMillis,
    float likeAbove,
    float clickValue,
    @JsonInclude(JsonInclude.Include.NON_NULL) Float shownValue,
    int recentEvents,
    int eventsPerHour,
    int groups,
    List<String> segmentFields,
    List<String> affinityFields) {
  private static final long HOUR = 3_600_000;

  /** An hour of freshness, stars from one to five. */
  public static final StreamingSettings DEFAULT =
      new StreamingSettings(
          HOUR, 14 * 24 * HOUR, HOUR / 2, null, 3, 4, null, 512, 3_600, 64, List.of(), List.of());

  public StreamingSettings {
    if (epochMillis < 0
        || trendMillis < 1
        || sessionMillis < 1
        || recentEvents < 1
        || eventsPerHour < 1
        || groups < 1) {
      throw new IllegalArgumentException(
          "epochMillis is %d, trendMillis %d, sessionMillis %d, recentEvents %d, eventsPerHour %d, groups %d: the first must be at least 0, the others 1"
              .formatted(
                  epochMillis, trendMillis, sessionMillis, recentEvents, eventsPerHour, groups));
    }
    if (idleMillis != null && idleMillis < 1) {
      throw new IllegalArgumentException(
          "idleMillis is "
              + idleMillis
              + ", must be at least 1, or null for users who never start anew");
    }
    if (shownValue != null && !Float.isFinite(shownValue)) {
      throw new IllegalArgumentException("shownValue is " + shownValue + ", must be finite");
    }
    segmentFields = List.copyOf(segmentFields);
    affinityFields = List.copyOf(affinityFields);
  }

  /** The same with epochs of this length. */
  public StreamingSettings withEpochMillis(long millis) {
    return new StreamingSettings(
        millis,
        trendMillis,
        sessionMillis,
        idleMillis,
        likeAbove,
        clickValue,
        shownValue,
        recentEvents,
        eventsPerHour,
        groups,
        segmentFields,
        affinityFields);
  }

  /** The same with this bound between what is liked and what is not, and clicks that are liked. */
  public StreamingSettings withLikes(float above, float click) {
    return new StreamingSettings(
        epochMillis,
        trendMillis,
        sessionMillis,
        idleMillis,
        above,
        click,
        shownValue,
        recentEvents,
        eventsPerHour,
        groups,
        segmentFields,
        affinityFields);
  }

  /** The same where a user who did nothing for longer than this starts anew, null for never. */
  public StreamingSettings withIdle(Long millis) {
    return new StreamingSettings(
        epochMillis,
        trendMillis,
        sessionMillis,
        millis,
        likeAbove,
        clickValue,
        shownValue,
        recentEvents,
        eventsPerHour,
        groups,
        segmentFields,
        affinityFields);
  }

  /** The same where an item that was shown counts as this, null for nothing. */
  public StreamingSettings withShown(Float value) {
    return new StreamingSettings(
        epochMillis,
        trendMillis,
        sessionMillis,
        idleMillis,
        likeAbove,
        clickValue,
        value,
        recentEvents,
        eventsPerHour,
        groups,
        segmentFields,
        affinityFields);
  }

  /** The same with other fields. */
  public StreamingSettings withFields(List<String> segments, List<String> affinities) {
    return new StreamingSettings(
        epochMillis,
        trendMillis,
        sessionMillis,
        idleMillis,
        likeAbove,
        clickValue,
        shownValue,
        recentEvents,
        eventsPerHour,
        groups,
        segments,
        affinities);
  }

  /** What differs in the other, each as {@code name here not there}; empty where nothing does. */
  public List<String> differences(StreamingSettings other) {
    List<String> differences = new ArrayList<>();
    compare("epochMillis", epochMillis, other.epochMillis, differences);
    compare("trendMillis", trendMillis, other.trendMillis, differences);
    compare("sessionMillis", sessionMillis, other.sessionMillis, differences);
    compare("idleMillis", idleMillis, other.idleMillis, differences);
    compare("likeAbove", likeAbove, other.likeAbove, differences);
    compare("clickValue", clickValue, other.clickValue, differences);
    compare("shownValue", shownValue, other.shownValue, differences);
    compare("recentEvents", recentEvents, other.recentEvents, differences);
    compare("eventsPerHour", eventsPerHour, other.eventsPerHour, differences);
    compare("groups", groups, other.groups, differences);
    compare("segmentFields", segmentFields, other.segmentFields, differences);
    compare("affinityFields", affinityFields, other.affinityFields, differences);
    return differences;
  }

  private static void compare(String name, Object here, Object there, List<String> differences) {
    if (!Objects.equals(here, there)) {
      differences.add(name + " " + here + " not " + there);
    }
  }

  /** The number that an event counts as. */
  public float valueOf(float value) {
    return Float.isNaN(value) ? clickValue : value;
  }
}
