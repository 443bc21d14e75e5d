package io.laserstreams.crm.streaming.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the state behind streaming features is kept. It travels in the bundle: features mean the same
 * only if their state was kept the same way.
 *
 * @param epochMillis length of the epochs in which item statistics are published; 0 publishes each
 *     interaction at once
 * @param trendMillis how far back an item's trend looks
 * @param sessionMillis a longer gap between two events of a user ends a session for counting
 * @param idleMillis a user who was idle for longer starts again, counted from the end of the hour
 *     of the newest event; null: never
 * @param likeAbove a value above this is a like
 * @param clickValue the value that a click counts as
 * @param shownValue the value that an item shown counts as, a click that follows being an event of
 *     its own; null if it does not count
 * @param recentEvents how many of a user's newest events are kept with their residuals
 * @param eventsPerHour how many events of a user count in an hour of event time; those beyond, of a
 *     bot or a broken client, are ignored
 * @param groups how many categories or field values are kept for a user and family, and how many
 *     segments for an item
 * @param segmentFields profile fields by whose values item statistics are segmented
 * @param affinityFields item fields by whose values users' affinities are kept; {@code year/4} puts
 *     four numbers in a bucket
 */
public record StreamingSettings(
    long epochMillis,
    long trendMillis,
    long sessionMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long idleMillis,
    float likeAbove,
    float clickValue,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Float shownValue,
    int recentEvents,
    int eventsPerHour,
    int groups,
    List<String> segmentFields,
    List<String> affinityFields) {
  /** Epochs of an hour, stars from one to five. */
  public static final StreamingSettings DEFAULT = builder().build();

  public StreamingSettings {
    if (epochMillis < 0
        || trendMillis < 1
        || sessionMillis < 1
        || recentEvents < 1
        || eventsPerHour < 1
        || groups < 1) {
      throw new IllegalArgumentException(
          ("epochMillis is %d, trendMillis %d, sessionMillis %d, recentEvents %d, eventsPerHour %d,"
                  + " groups %d: the first must be at least 0, the others at least 1")
              .formatted(
                  epochMillis, trendMillis, sessionMillis, recentEvents, eventsPerHour, groups));
    }
    if (idleMillis != null && idleMillis < 1) {
      throw new IllegalArgumentException(
          "idleMillis is %d, must be at least 1, or null for users who never start again"
              .formatted(idleMillis));
    }
    if (shownValue != null && !Float.isFinite(shownValue)) {
      throw new IllegalArgumentException("shownValue is " + shownValue + ", must be finite");
    }
    segmentFields = List.copyOf(segmentFields);
    affinityFields = List.copyOf(affinityFields);
  }

  /** Starts with the values of {@link #DEFAULT}. */
  public static StreamingSettingsBuilder builder() {
    return new StreamingSettingsBuilder();
  }

  /** A copy with epochs of this length. */
  public StreamingSettings withEpochMillis(long millis) {
    return new StreamingSettingsBuilder(this).epochMillis(millis).build();
  }

  /** A copy with this bound between values that are likes and others, and this value of a click. */
  public StreamingSettings withLikes(float above, float click) {
    return new StreamingSettingsBuilder(this).likeAbove(above).clickValue(click).build();
  }

  /** A copy in which a user who was idle for longer than this starts again; null for never. */
  public StreamingSettings withIdle(@Nullable Long millis) {
    return new StreamingSettingsBuilder(this).idleMillis(millis).build();
  }

  /** A copy in which an item shown counts as this value; null if it does not count. */
  public StreamingSettings withShown(@Nullable Float value) {
    return new StreamingSettingsBuilder(this).shownValue(value).build();
  }

  /** A copy with other fields. */
  public StreamingSettings withFields(List<String> segments, List<String> affinities) {
    return new StreamingSettingsBuilder(this)
        .segmentFields(segments)
        .affinityFields(affinities)
        .build();
  }

  /** Every value that differs from the other's, as {@code name here not there}. */
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

  private static void compare(
      String name, @Nullable Object here, @Nullable Object there, List<String> differences) {
    if (!Objects.equals(here, there)) {
      differences.add(name + " " + here + " not " + there);
    }
  }

  /** The value that an event counts as: its rating, or {@link #clickValue} for a click. */
  public float valueOf(float value) {
    return Float.isNaN(value) ? clickValue : value;
  }
}
