package io.laserstreams.runtime.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.laserstreams.schema.rule.EventTimeBounds;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Which event times are believed: the same in every app that reads what producers write. */
public final class EventTimeKeys {
  public static final String MIN = "event.time.min";
  public static final String AHEAD_MAX_MS = "event.time.ahead.max.ms";

  private static final long LONGEST_MS = Duration.ofDays(1_000).toMillis();

  private EventTimeKeys() {}

  /** Adds the keys to an app's definition and returns it. */
  public static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            MIN,
            Type.LONG,
            EventTimeBounds.DEFAULT.earliest(),
            atLeast(0),
            Importance.MEDIUM,
            "Earliest event time that is believed, milliseconds since 1970; a record from before"
                + " becomes a dead letter with the reason time-too-early. The default is "
                + EventTimeBounds.DEFAULT_EARLIEST
                + ": a time in seconds is one of 1970. 0 believes "
                + "all. Set it to the same in every app.")
        .define(
            AHEAD_MAX_MS,
            Type.LONG,
            EventTimeBounds.DEFAULT.maxAhead().toMillis(),
            between(0, LONGEST_MS),
            Importance.MEDIUM,
            "How far ahead of the wall clock an event time may be; a record from beyond becomes a"
                + " dead letter with the reason time-ahead.");
  }

  /** The bounds of an app that has these keys. */
  public static EventTimeBounds read(AppConfig app) {
    return new EventTimeBounds(app.getLong(MIN), app.getMillis(AHEAD_MAX_MS));
  }

  /**
   * The bounds that an app's properties set, of which only these keys are looked at.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public static EventTimeBounds read(Map<String, String> properties) {
    Map<String, Object> values = define(new ConfigDef()).parse(properties);
    return new EventTimeBounds(
        (Long) values.get(MIN), Duration.ofMillis((Long) values.get(AHEAD_MAX_MS)));
  }
}
