package io.laserstreams.knowledge;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.laserstreams.crm.history.HistoryBounds;
import io.laserstreams.knowledge.answer.AnswerCheck;
import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.policy.RetryPolicy;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.runtime.streams.StreamsKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The keys of streams-knowledge. */
public final class KnowledgeConfig {
  public static final String COLD_START_EVENTS = "user.cold.start.events";
  public static final String GROWTH_FACTOR = "user.growth.factor";
  public static final String GROWTH_EVENTS = "user.growth.events";
  public static final String MAX_AGE_MS = "user.max.age.ms";
  public static final String REQUEST_HISTORY_EVENTS = "request.history.events";
  public static final String REQUEST_TIMEOUT_MS = "request.timeout.ms";
  public static final String REQUEST_TIMEOUT_MAX_MS = "request.timeout.max.ms";
  public static final String REQUEST_BACKOFF_FACTOR = "request.backoff.factor";
  public static final String REQUEST_ATTEMPTS = "request.attempts";
  public static final String REQUEST_CHECK_INTERVAL_MS = "request.check.interval.ms";
  public static final String ENCODER_DIMENSIONS = "encoder.dimensions";
  public static final String HISTORY_HEAD_EVENTS = "history.head.events";
  public static final String HISTORY_CHUNK_EVENTS = "history.chunk.events";
  public static final String HISTORY_MAX_EVENTS = "history.max.events";
  public static final String ITEM_CATALOG_MAX = "item.catalog.max";

  static final int DEFAULT_HTTP_PORT = 9402;

  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;

  private KnowledgeConfig() {}

  public static ConfigDef definition() {
    ConfigDef definition =
        EventTimeKeys.define(StreamsKeys.define(CommonConfig.definition(DEFAULT_HTTP_PORT)));
    defineRefresh(definition);
    defineRequests(definition);
    defineBounds(definition);
    return definition;
  }

  private static void defineRefresh(ConfigDef definition) {
    definition
        .define(
            COLD_START_EVENTS,
            Type.LONG,
            5L,
            atLeast(1),
            Importance.HIGH,
            "Interactions of a user before knowledge is asked for the first time.")
        .define(
            GROWTH_FACTOR,
            Type.DOUBLE,
            2.0,
            atLeast(1.01),
            Importance.HIGH,
            "Knowledge about a user is asked for again when their interactions have grown this many"
                + " times since the accepted knowledge.")
        .define(
            GROWTH_EVENTS,
            Type.LONG,
            50L,
            atLeast(1),
            Importance.HIGH,
            "Knowledge about a user is asked for again after this many interactions since the"
                + " accepted knowledge, if the growth factor does not say so earlier.")
        .define(
            MAX_AGE_MS,
            Type.LONG,
            7 * DAY,
            atLeast(0),
            Importance.HIGH,
            "Age at which knowledge about a user is asked for again if there is any interaction"
                + " since.")
        .define(
            ENCODER_DIMENSIONS,
            Type.LIST,
            "bge-small-en-v15-q:384,all-minilm-l6-v2-q:384",
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.MEDIUM,
            "Sizes of the vectors as encoder:size. An answer with a vector of another size becomes"
                + " a dead letter; vectors of encoders that are not listed may have any size.");
  }

  private static void defineRequests(ConfigDef definition) {
    definition
        .define(
            REQUEST_HISTORY_EVENTS,
            Type.INT,
            30,
            atLeast(1),
            Importance.MEDIUM,
            "Newest events that a request about a user carries.")
        .define(
            REQUEST_TIMEOUT_MS,
            Type.LONG,
            10 * MINUTE,
            atLeast(1),
            Importance.MEDIUM,
            "How long the first attempt of a request is waited for before it is sent again. Should"
                + " exceed the time that a request waits in a busy worker's queue.")
        .define(
            REQUEST_BACKOFF_FACTOR,
            Type.DOUBLE,
            2.0,
            atLeast(1),
            Importance.LOW,
            "How many times longer than the one before each further attempt is waited for.")
        .define(
            REQUEST_TIMEOUT_MAX_MS,
            Type.LONG,
            240 * MINUTE,
            atLeast(1),
            Importance.LOW,
            "The longest that an attempt is waited for.")
        .define(
            REQUEST_ATTEMPTS,
            Type.INT,
            5,
            atLeast(1),
            Importance.MEDIUM,
            "Attempts before a request becomes a dead letter with the reason knowledge-timeout. The"
                + " subject is asked about again when something new happens.")
        .define(
            REQUEST_CHECK_INTERVAL_MS,
            Type.LONG,
            1_000L,
            atLeast(1),
            Importance.LOW,
            "How often is looked for requests and knowledge whose time is over.");
  }

  private static void defineBounds(ConfigDef definition) {
    definition
        .define(
            HISTORY_HEAD_EVENTS,
            Type.INT,
            HistoryBounds.DEFAULT.headEvents(),
            atLeast(2),
            Importance.LOW,
            "Newest events of a user in one record, which every event rewrites.")
        .define(
            HISTORY_CHUNK_EVENTS,
            Type.INT,
            HistoryBounds.DEFAULT.chunkEvents(),
            atLeast(1),
            Importance.LOW,
            "Events that move together out of a full head; must be below history.head.events.")
        .define(
            HISTORY_MAX_EVENTS,
            Type.INT,
            HistoryBounds.DEFAULT.maxEvents(),
            atLeast(1),
            Importance.MEDIUM,
            "Events kept of a user; beyond it the oldest are dropped and counted.")
        .define(
            ITEM_CATALOG_MAX,
            Type.INT,
            1_000_000,
            atLeast(0),
            Importance.MEDIUM,
            "Items whose title and categories are held in memory for prompts about users, some 200"
                + " bytes each. Beyond it prompts name further items by their id.");
  }

  static AppConfig read(Map<String, ?> properties) {
    return AppConfig.of(KnowledgeApp.NAME, definition(), properties);
  }

  /**
   * @throws ConfigException where keys contradict each other
   */
  static KnowledgeSettings settings(AppConfig config) {
    return new KnowledgeSettings(
        config.topicPrefix(),
        consistent(
            "user.*",
            () ->
                new RefreshPolicy(
                    config.getLong(COLD_START_EVENTS),
                    config.getDouble(GROWTH_FACTOR),
                    config.getLong(GROWTH_EVENTS),
                    config.getMillis(MAX_AGE_MS))),
        consistent(
            REQUEST_TIMEOUT_MAX_MS,
            () ->
                new RetryPolicy(
                    config.getMillis(REQUEST_TIMEOUT_MS),
                    config.getDouble(REQUEST_BACKOFF_FACTOR),
                    config.getMillis(REQUEST_TIMEOUT_MAX_MS),
                    config.getInt(REQUEST_ATTEMPTS))),
        EventTimeKeys.read(config),
        consistent(
            "history.*",
            () ->
                new HistoryBounds(
                    config.getInt(HISTORY_HEAD_EVENTS),
                    config.getInt(HISTORY_CHUNK_EVENTS),
                    config.getInt(HISTORY_MAX_EVENTS))),
        new AnswerCheck(dimensions(config)),
        config.getInt(REQUEST_HISTORY_EVENTS),
        config.getMillis(REQUEST_CHECK_INTERVAL_MS));
  }

  private static Map<String, Integer> dimensions(AppConfig config) {
    Map<String, Integer> dimensions = new HashMap<>();
    for (String entry : config.getList(ENCODER_DIMENSIONS)) {
      int colon = entry.lastIndexOf(':');
      try {
        dimensions.put(entry.substring(0, colon), Integer.parseInt(entry.substring(colon + 1)));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new ConfigException(
            ENCODER_DIMENSIONS, entry, "expected encoder:size, for example bge-small-en-v15-q:384");
      }
    }
    return dimensions;
  }

  private static <T> T consistent(String keys, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("Configuration " + keys + " is inconsistent: " + e.getMessage());
    }
  }
}
