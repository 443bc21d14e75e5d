package io.laserstreams.featureconfig;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;

import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.config.AppConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@link StreamingSettings}: the same in every app that keeps the state behind
 * streaming features or trains models on it.
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

  /**
   * A rating above this is a like. The app defines this key itself and says what else it decides.
   */
  public static final String LABEL_RATING_ABOVE = "label.rating.above";

  private static final int MAX_EVENTS = 10_000;
  private static final int MAX_GROUPS = 10_000;

  private FeatureKeys() {}

  /** The settings of an app that has these keys and {@link #LABEL_RATING_ABOVE}. */
  public static StreamingSettings read(AppConfig app) {
    return StreamingSettings.builder()
        .epochMillis(app.getLong(EPOCH_MS))
        .trendMillis(app.getLong(TREND_MS))
        .sessionMillis(app.getLong(SESSION_MS))
        .idleMillis(app.isSet(USER_IDLE_MAX_MS) ? app.getLong(USER_IDLE_MAX_MS) : null)
        .likeAbove((float) app.getDouble(LABEL_RATING_ABOVE))
        .clickValue((float) app.getDouble(CLICK_VALUE))
        .shownValue(app.isSet(SHOWN_VALUE) ? (float) app.getDouble(SHOWN_VALUE) : null)
        .recentEvents(app.getInt(RECENT_EVENTS))
        .eventsPerHour(app.getInt(EVENTS_PER_HOUR_MAX))
        .groups(app.getInt(GROUPS_MAX))
        .segmentFields(app.getList(USER_FIELDS))
        .affinityFields(app.getList(ITEM_FIELDS))
        .build();
  }

  /**
   * The properties from which {@link #read} makes the same settings; a key that must not be set is
   * absent. The same settings give the same texts.
   */
  public static Map<String, String> write(StreamingSettings settings) {
    Map<String, String> properties = new HashMap<>();
    properties.put(EPOCH_MS, Long.toString(settings.epochMillis()));
    properties.put(TREND_MS, Long.toString(settings.trendMillis()));
    properties.put(SESSION_MS, Long.toString(settings.sessionMillis()));
    properties.put(LABEL_RATING_ABOVE, Float.toString(settings.likeAbove()));
    properties.put(CLICK_VALUE, Float.toString(settings.clickValue()));
    properties.put(RECENT_EVENTS, Integer.toString(settings.recentEvents()));
    properties.put(EVENTS_PER_HOUR_MAX, Integer.toString(settings.eventsPerHour()));
    properties.put(GROUPS_MAX, Integer.toString(settings.groups()));
    properties.put(USER_FIELDS, String.join(",", settings.segmentFields()));
    properties.put(ITEM_FIELDS, String.join(",", settings.affinityFields()));
    if (settings.idleMillis() != null) {
      properties.put(USER_IDLE_MAX_MS, settings.idleMillis().toString());
    }
    if (settings.shownValue() != null) {
      properties.put(SHOWN_VALUE, settings.shownValue().toString());
    }
    return properties;
  }

  /** All keys of the settings, in the order of the reference. */
  public static List<String> names() {
    return List.of(
        EPOCH_MS,
        TREND_MS,
        SESSION_MS,
        USER_IDLE_MAX_MS,
        CLICK_VALUE,
        SHOWN_VALUE,
        RECENT_EVENTS,
        EVENTS_PER_HOUR_MAX,
        GROUPS_MAX,
        USER_FIELDS,
        ITEM_FIELDS,
        LABEL_RATING_ABOVE);
  }

  /** Adds the keys to an app's definition and returns it. */
  public static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            EPOCH_MS,
            LONG,
            Duration.ofHours(1).toMillis(),
            atLeast(1),
            Importance.MEDIUM,
            "Length of the epochs of event time in which item statistics are published: how fresh"
                + " they are. This and the other features.* keys must be those that the model was"
                + " trained with; state kept with others must be reset.")
        .define(
            TREND_MS,
            LONG,
            Duration.ofDays(14).toMillis(),
            atLeast(1),
            Importance.LOW,
            "How far back the trend of an item looks.")
        .define(
            SESSION_MS,
            LONG,
            Duration.ofMinutes(30).toMillis(),
            atLeast(1),
            Importance.LOW,
            "A longer gap between two events of a user ends a session.")
        .define(
            USER_IDLE_MAX_MS,
            LONG,
            null,
            LambdaValidator.with(FeatureKeys::checkIdle, () -> "unset or [1,...]"),
            Importance.MEDIUM,
            "A user who did nothing for longer, in event time, starts again from nothing, and the"
                + " state behind their features is deleted: so the number of active users bounds"
                + " it. Unset: it is kept forever.")
        .define(CLICK_VALUE, DOUBLE, 4.0, Importance.LOW, "The rating that a click counts as.")
        .define(
            SHOWN_VALUE,
            DOUBLE,
            null,
            Importance.MEDIUM,
            "The rating that showing an item counts as; a click that follows counts too. Unset:"
                + " what was shown and not clicked changes no feature. If users click and do not"
                + " rate, only this tells features what users do not care for.")
        .define(
            RECENT_EVENTS,
            INT,
            512,
            between(1, MAX_EVENTS),
            Importance.MEDIUM,
            "Newest events of a user that features keep; a user's state takes about 4 KB and 26"
                + " bytes for each.")
        .define(
            EVENTS_PER_HOUR_MAX,
            INT,
            3_600,
            atLeast(1),
            Importance.MEDIUM,
            "Events of a user in an hour of event time that features count; more, as from a bot or"
                + " a broken client, change nobody's features, and"
                + " laser_features_events_capped_total counts them.")
        .define(
            GROUPS_MAX,
            INT,
            64,
            between(1, MAX_GROUPS),
            Importance.LOW,
            "Categories or field values that are distinguished for a user, and segments of an"
                + " item.")
        .define(
            USER_FIELDS,
            LIST,
            "",
            Importance.MEDIUM,
            "Profile fields with few values, by which the statistics of items are split.")
        .define(
            ITEM_FIELDS,
            LIST,
            "",
            Importance.MEDIUM,
            "Item fields by whose values users' tastes are split; year/4 puts four whole numbers"
                + " into one group.");
  }

  private static void checkIdle(String key, @Nullable Object value) {
    if (value != null && (Long) value < 1) {
      throw new ConfigException(
          key, value, "must be at least 1; leave it unset to keep users forever");
    }
  }
}
