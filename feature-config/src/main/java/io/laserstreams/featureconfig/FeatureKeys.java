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
    return new StreamingSettings(
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
