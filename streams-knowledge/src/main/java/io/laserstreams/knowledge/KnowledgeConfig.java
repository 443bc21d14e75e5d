package io.laserstreams.knowledge;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.laserstreams.crm.history.HistoryBounds;
import io.laserstreams.knowledge.answer.AnswerCheck;
import io.laserstreams.knowledge.budget.Priority;
import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.policy.RetryPolicy;
import io.laserstreams.knowledge.request.HistorySelection;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.runtime.streams.StreamsKeys;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** The keys of streams-knowledge. */
public final class KnowledgeConfig {
  public static final String APP = "knowledge";

  public static final String COLD_START_EVENTS = "user.cold.start.events";
  public static final String GROWTH_FACTOR = "user.growth.factor";
  public static final String GROWTH_EVENTS = "user.growth.events";
  public static final String MAX_AGE_MS = "user.max.age.ms";
  public static final String DRIFT_THRESHOLD = "user.drift.threshold";
  public static final String DRIFT_EVENTS = "user.drift.events";
  public static final String DRIFT_ENCODER = "drift.encoder";
  public static final String DRIFT_ITEMS_MAX = "drift.items.max";
  public static final String BUDGET_TOKENS = "budget.tokens.per.hour";
  public static final String BUDGET_ITEMS_SHARE = "budget.items.share";
  public static final String BUDGET_HALF_LIFE_MS = "budget.activity.half.life.ms";
  public static final String REQUEST_HISTORY_EVENTS = "request.history.events";
  public static final String REQUEST_HISTORY_SELECTION = "request.history.selection";
  public static final String REQUEST_TIMEOUT_MS = "request.timeout.ms";
  public static final String REQUEST_TIMEOUT_MAX_MS = "request.timeout.max.ms";
  public static final String REQUEST_BACKOFF_FACTOR = "request.backoff.factor";
  public static final String REQUEST_ATTEMPTS = "request.attempts";
  public static final String REQUEST_IN_FLIGHT_MAX = "request.in.flight.max";
  public static final String REQUEST_CHECK_INTERVAL_MS = "request.check.interval.ms";
  public static final String ENCODER_DIMENSIONS = "encoder.dimensions";
  public static final String HISTORY_HEAD_EVENTS = "history.head.events";
  public static final String HISTORY_CHUNK_EVENTS = "history.chunk.events";
  public static final String HISTORY_MAX_EVENTS = "history.max.events";
  public static final String ITEM_CATALOG_MAX = "item.catalog.max";

  public static final int DEFAULT_HTTP_PORT = 9402;

  private static final int MAX_DRIFT_EVENTS = 1_000;
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;

  private KnowledgeConfig() {}

  /** All keys, for parsing and for the reference. */
  public static ConfigDef definition() {
    ConfigDef definition =
        EventTimeKeys.define(StreamsKeys.define(CommonConfig.definition(DEFAULT_HTTP_PORT)));
    defineRefresh(definition);
    defineDrift(definition);
    defineBudget(definition);
    defineRequests(definition);
    defineBounds(definition);
    return definition;
  }

  private static void defineRefresh(ConfigDef definition) {
    definition
        .define(
            COLD_START_EVENTS,
            LONG,
            5L,
            atLeast(1),
            Importance.HIGH,
            "Interactions of a user before knowledge is requested for the first time.")
        .define(
            GROWTH_FACTOR,
            DOUBLE,
            2.0,
            atLeast(1.01),
            Importance.HIGH,
            "Knowledge about a user is requested again when their interactions have multiplied by"
                + " this factor since the accepted knowledge.")
        .define(
            GROWTH_EVENTS,
            LONG,
            50L,
            atLeast(1),
            Importance.HIGH,
            "Knowledge about a user is requested again after this many interactions since the"
                + " accepted knowledge, unless the growth factor requests it earlier.")
        .define(
            MAX_AGE_MS,
            LONG,
            7 * DAY,
            atLeast(0),
            Importance.HIGH,
            "Age at which knowledge about a user is requested again if there has been any"
                + " interaction since.")
        .define(
            ENCODER_DIMENSIONS,
            LIST,
            "bge-small-en-v15-q:384,all-minilm-l6-v2-q:384",
            ConfigDef.ValidList.anyNonDuplicateValues(true, false),
            Importance.MEDIUM,
            "Vector sizes as encoder:size. An answer with a vector of another size becomes a dead"
                + " letter; vectors of encoders that are not listed may have any size.");
  }

  private static void defineDrift(ConfigDef definition) {
    definition
        .define(
            DRIFT_THRESHOLD,
            DOUBLE,
            0.0,
            between(0, 2),
            Importance.HIGH,
            "Knowledge about a user is requested again when their taste has moved this far since"
                + " the accepted knowledge: 1 minus the cosine between the mean vectors of the"
                + " newest events then and now, without what all items have in common; 0 for"
                + " never.")
        .define(
            DRIFT_EVENTS,
            INT,
            20,
            between(1, MAX_DRIFT_EVENTS),
            Importance.MEDIUM,
            "Newest events that make up a user's taste. Drift counts from the time on when a"
                + " quarter of them are newer than the accepted knowledge.")
        .define(
            DRIFT_ENCODER,
            STRING,
            "bge-small-en-v15-q",
            new ConfigDef.NonEmptyString(),
            Importance.MEDIUM,
            "Whose vectors of item knowledge tastes are made of. An item without one is left out.")
        .define(
            DRIFT_ITEMS_MAX,
            INT,
            1_000_000,
            atLeast(0),
            Importance.MEDIUM,
            "Items whose vectors are held in memory, some 200 bytes each; none are held if"
                + " user.drift.threshold is 0 and request.history.selection is newest. Beyond that,"
                + " further items count as items without a vector.");
  }

  private static void defineBudget(ConfigDef definition) {
    definition
        .define(
            BUDGET_TOKENS,
            LONG,
            0L,
            atLeast(0),
            Importance.HIGH,
            "Tokens that answers may cost an hour, over all instances, estimated until answers say"
                + " it; 0 for no bound. Each partition has an equal share. Whoever is due beyond it"
                + " waits, those first from whose new knowledge the most is expected.")
        .define(
            BUDGET_ITEMS_SHARE,
            DOUBLE,
            0.5,
            between(0.01, 0.99),
            Importance.MEDIUM,
            "Share of the budget for knowledge about items while both kinds wait; what one kind"
                + " does not need goes to the other.")
        .define(
            BUDGET_HALF_LIFE_MS,
            LONG,
            DAY,
            atLeast(1),
            Importance.LOW,
            "Time without events after which a user counts as half as active.");
  }

  private static void defineRequests(ConfigDef definition) {
    definition
        .define(
            REQUEST_HISTORY_EVENTS,
            INT,
            30,
            atLeast(1),
            Importance.MEDIUM,
            "Events that a request about a user carries, at most.")
        .define(
            REQUEST_HISTORY_SELECTION,
            STRING,
            "newest",
            ConfigDef.ValidString.in("newest", "diverse"),
            Importance.MEDIUM,
            "Which events a request carries if there are more: newest, or diverse, of which one"
                + " half are the newest and the others, of eight times as many, those whose items"
                + " differ most by their vectors of drift.encoder.")
        .define(
            REQUEST_TIMEOUT_MS,
            LONG,
            10 * MINUTE,
            atLeast(1),
            Importance.MEDIUM,
            "How long to wait for an answer to the first attempt before the request is sent again."
                + " While workers answer others, a request that they have not come to yet is waited"
                + " for longer.")
        .define(
            REQUEST_BACKOFF_FACTOR,
            DOUBLE,
            2.0,
            atLeast(1),
            Importance.LOW,
            "Factor by which each further attempt waits longer than the one before.")
        .define(
            REQUEST_TIMEOUT_MAX_MS,
            LONG,
            240 * MINUTE,
            atLeast(1),
            Importance.LOW,
            "Longest time that an attempt waits for an answer.")
        .define(
            REQUEST_ATTEMPTS,
            INT,
            5,
            atLeast(1),
            Importance.MEDIUM,
            "Attempts before a request becomes a dead letter with the reason knowledge-timeout. The"
                + " subject is requested again when something new happens.")
        .define(
            REQUEST_IN_FLIGHT_MAX,
            LONG,
            1_000L,
            atLeast(1),
            Importance.MEDIUM,
            "Requests about users, and as many about items, that may be without an answer at a"
                + " time, over all instances; each partition has an equal share. Whoever is due"
                + " beyond it waits as for a budget. Should be some times what all workers write at"
                + " once.")
        .define(
            REQUEST_CHECK_INTERVAL_MS,
            LONG,
            1_000L,
            atLeast(1),
            Importance.LOW,
            "How often to check for requests and knowledge whose time is up.");
  }

  private static void defineBounds(ConfigDef definition) {
    definition
        .define(
            HISTORY_HEAD_EVENTS,
            INT,
            HistoryBounds.DEFAULT.headEvents(),
            atLeast(2),
            Importance.LOW,
            "Newest events of a user in one record, which every event rewrites.")
        .define(
            HISTORY_CHUNK_EVENTS,
            INT,
            HistoryBounds.DEFAULT.chunkEvents(),
            atLeast(1),
            Importance.LOW,
            "Events that move out of a full head together; must be below history.head.events.")
        .define(
            HISTORY_MAX_EVENTS,
            INT,
            HistoryBounds.DEFAULT.maxEvents(),
            atLeast(1),
            Importance.MEDIUM,
            "Events kept of a user; beyond that the oldest are dropped and counted.")
        .define(
            ITEM_CATALOG_MAX,
            INT,
            1_000_000,
            atLeast(0),
            Importance.MEDIUM,
            "Items whose title and categories are held in memory for prompts about users, some 200"
                + " bytes each. Beyond that, prompts name further items by their id.");
  }

  /**
   * Reads and validates.
   *
   * @throws ConfigException naming the key, its value and what would be valid
   */
  public static KnowledgeSettings read(Map<String, ?> properties) {
    AppConfig app = AppConfig.of(APP, definition(), properties);
    return new KnowledgeSettings(
        app,
        consistent(
            "user.*",
            () ->
                new RefreshPolicy(
                    app.getLong(COLD_START_EVENTS),
                    app.getDouble(GROWTH_FACTOR),
                    app.getLong(GROWTH_EVENTS),
                    app.getMillis(MAX_AGE_MS),
                    new RefreshPolicy.Drift(
                        app.getDouble(DRIFT_THRESHOLD), app.getInt(DRIFT_EVENTS)))),
        new KnowledgeSettings.Requests(
            consistent(
                REQUEST_TIMEOUT_MAX_MS,
                () ->
                    new RetryPolicy(
                        app.getMillis(REQUEST_TIMEOUT_MS),
                        app.getDouble(REQUEST_BACKOFF_FACTOR),
                        app.getMillis(REQUEST_TIMEOUT_MAX_MS),
                        app.getInt(REQUEST_ATTEMPTS))),
            app.getInt(REQUEST_HISTORY_EVENTS),
            HistorySelection.valueOf(
                app.getString(REQUEST_HISTORY_SELECTION).toUpperCase(Locale.ROOT)),
            app.getLong(REQUEST_IN_FLIGHT_MAX),
            app.getMillis(REQUEST_CHECK_INTERVAL_MS)),
        new KnowledgeSettings.Budget(
            app.getLong(BUDGET_TOKENS),
            app.getDouble(BUDGET_ITEMS_SHARE),
            new Priority(app.getMillis(BUDGET_HALF_LIFE_MS))),
        new AnswerCheck(dimensions(app)),
        consistent(
            "history.*",
            () ->
                new HistoryBounds(
                    app.getInt(HISTORY_HEAD_EVENTS),
                    app.getInt(HISTORY_CHUNK_EVENTS),
                    app.getInt(HISTORY_MAX_EVENTS))),
        EventTimeKeys.read(app),
        app.getInt(ITEM_CATALOG_MAX),
        new KnowledgeSettings.Vectors(app.getString(DRIFT_ENCODER), app.getInt(DRIFT_ITEMS_MAX)));
  }

  private static Map<String, Integer> dimensions(AppConfig app) {
    Map<String, Integer> dimensions = new HashMap<>();
    for (String entry : app.getList(ENCODER_DIMENSIONS)) {
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
