package io.laserstreams.runtime.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;

import io.laserstreams.schema.rule.EventTimeBounds;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Which event times are accepted: the same in every app that reads what producers write. */
public final class EventTimeKeys {
  public static final String MIN = "event.time.min";
  public static final String AHEAD_MAX_MS = "event.time.ahead.max.ms";

  private static final long MAX_MS = Duration.ofDays(1_000).toMillis();

  private EventTimeKeys() {}

  /** Adds the keys to an app's definition and returns it. */
  public static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            MIN,
            LONG,
            EventTimeBounds.DEFAULT.earliest(),
            atLeast(0),
            Importance.MEDIUM,
            "Earliest event time that is accepted, in milliseconds since 1970; an earlier record"
                + " becomes a dead letter with the reason time-too-early. The default is "
                + EventTimeBounds.DEFAULT_EARLIEST
                + ": a time in seconds reads as one of 1970. 0 accepts all. Set it to the same in"
                + " every app.")
        .define(
            AHEAD_MAX_MS,
            LONG,
            EventTimeBounds.DEFAULT.maxAhead().toMillis(),
            between(0, MAX_MS),
            Importance.MEDIUM,
            "How far ahead of the wall clock an event time may be; a record beyond that becomes a"
                + " dead letter with the reason time-ahead.");
  }

  /** The bounds of an app that has these keys. */
  public static EventTimeBounds read(AppConfig app) {
    return new EventTimeBounds(app.getLong(MIN), app.getMillis(AHEAD_MAX_MS));
  }

  /**
   * The bounds in an app's properties; other keys are ignored.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming the key, its value and what would
   *     be valid
   */
  public static EventTimeBounds read(Map<String, String> properties) {
    AbstractConfig values = new AbstractConfig(define(new ConfigDef()), properties, false);
    return new EventTimeBounds(
        values.getLong(MIN), Duration.ofMillis(values.getLong(AHEAD_MAX_MS)));
  }
}
