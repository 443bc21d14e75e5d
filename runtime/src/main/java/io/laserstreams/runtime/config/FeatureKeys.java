package io.laserstreams.runtime.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * How the state behind streaming features is kept: the same in every app that keeps it or trains
 * models on it. What is made of the values is for who reads them to say, as this room knows nothing
 * of recommendation.
 */
public final class FeatureKeys {
  public static final String EPOCH_MS = "features.epoch.ms";
  public static final String TREND_MS = "features.trend.ms";
  public static final String SESSION_MS = "features.session.ms";
  public static final String USER_IDLE_MAX_MS = "features.user.idle.max.ms";
  public static final String CLICK_VALUE = "features.click.value";
  public static final String SHOWN_VALUE = "features.shown.value";
  public static final String RECENT_EVENTS = "features.recent.events";
  public static final String EVENTS_PER_HOUR_MAX = "features.events.per.hour.max";
  public static final String GROUPS_MAX = "features.groups.max";
  public static final String USER_FIELDS = "features.user.fields";
  public static final String ITEM_FIELDS = "features.item.fields";

  /** A rating above this is a like; an app that labels by it defines it too. */
  public static final String LABEL_RATING_ABOVE = "label.rating.above";

  private static final int MOST_EVENTS = 10_000;
  private static final int MOST_GROUPS = 10_000;

  private FeatureKeys() {}

  /** Makes settings of the values. */
  @FunctionalInterface
  public interface Settings<T> {
    /**
     * In the order of the keys; {@code idleMillis} and {@code shownValue} are null where they are
     * unset.
     */
    T of(
        long epochMillis,
        long trendMillis,
        long sessionMillis,
        Long idleMillis,
        float likeAbove,
        float clickValue,
        Float shownValue,
        int recentEvents,
        int eventsPerHour,
        int groups,
        List<String> userFields,
        List<String> itemFields);
  }

  /** The settings of an app that has these keys and {@link #LABEL_RATING_ABOVE}. */
  public static <T> T read(AppConfig app, Settings<T> settings) {
    return settings.of(
        app.getLong(EPOCH_MS),
        app.getLong(TREND_MS),
        app.getLong(SESSION_MS),
        app.isSet(USER_IDLE_MAX_MS) ? (Long) app.getLong(USER_IDLE_MAX_MS) : null,
        (float) app.getDouble(LABEL_RATING_ABOVE),
        (float) app.getDouble(CLICK_VALUE),
        app.isSet(SHOWN_VALUE) ? (Float) (float) app.getDouble(SHOWN_VALUE) : null,
        app.getInt(RECENT_EVENTS),
        app.getInt(EVENTS_PER_HOUR_MAX),
        app.getInt(GROUPS_MAX),
        app.getList(USER_FIELDS),
        app.getList(ITEM_FIELDS));
  }

  /** Adds the keys to an app's definition and returns it. */
  public static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            EPOCH_MS,
            Type.LONG,
            Duration.ofHours(1).toMillis(),
            atLeast(1),
            Importance.MEDIUM,
            "Length of the epochs of event time in which item statistics are published: how fresh"
                + " they are. This and the other features.* keys must be those that the model was"
                + " trained with; state kept with others must be reset.")
        .define(
            TREND_MS,
            Type.LONG,
            Duration.ofDays(14).toMillis(),
            atLeast(1),
            Importance.LOW,
            "How far back the trend of an item looks.")
        .define(
            SESSION_MS,
            Type.LONG,
            Duration.ofMinutes(30).toMillis(),
            atLeast(1),
            Importance.LOW,
            "A longer gap between two events of a user ends a session.")
        .define(
            USER_IDLE_MAX_MS,
            Type.LONG,
            null,
            LambdaValidator.with(FeatureKeys::checkIdle, () -> "unset or [1,...]"),
            Importance.MEDIUM,
            "A user who did nothing for longer, in event time, starts anew, and what features kept"
                + " is deleted: so their state is bounded by how many users are active. Unset: it"
                + " is kept for ever.")
        .define(CLICK_VALUE, Type.DOUBLE, 4.0, Importance.LOW, "The rating that a click counts as.")
        .define(
            SHOWN_VALUE,
            Type.DOUBLE,
            null,
            Importance.MEDIUM,
            "The rating that it counts as that an item was shown; a click that follows counts too."
                + " Unset: what was shown and not clicked changes no feature. Where users click and"
                + " do not rate, only this tells features what users do not care for.")
        .define(
            RECENT_EVENTS,
            Type.INT,
            512,
            between(1, MOST_EVENTS),
            Importance.MEDIUM,
            "Newest events of a user that features keep; a user's state has about 4 KB and 26 bytes"
                + " for each.")
        .define(
            EVENTS_PER_HOUR_MAX,
            Type.INT,
            3_600,
            atLeast(1),
            Importance.MEDIUM,
            "Events of a user in an hour of event time that features count; those beyond, of a bot"
                + " or a broken client, change no feature of anybody, and"
                + " laser_features_events_capped_total counts them.")
        .define(
            GROUPS_MAX,
            Type.INT,
            64,
            between(1, MOST_GROUPS),
            Importance.LOW,
            "Categories or field values that are told apart of a user, and segments of an item.")
        .define(
            USER_FIELDS,
            Type.LIST,
            "",
            Importance.MEDIUM,
            "Profile fields with few values, by which the statistics of items are parted.")
        .define(
            ITEM_FIELDS,
            Type.LIST,
            "",
            Importance.MEDIUM,
            "Item fields by whose values users' tastes are parted; year/4 puts four whole numbers"
                + " into one group.");
  }

  private static void checkIdle(String key, Object value) {
    if (value != null && (Long) value < 1) {
      throw new ConfigException(
          key, value, "must be at least 1; leave it unset to keep users for ever");
    }
  }
}
