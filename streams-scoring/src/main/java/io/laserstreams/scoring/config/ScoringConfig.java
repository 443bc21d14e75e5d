package io.laserstreams.scoring.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.laserstreams.crm.history.HistoryBounds;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.runtime.config.ParsedText;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.scoring.join.SampleBounds;
import io.laserstreams.scoring.model.ModelNeeds;
import io.laserstreams.scoring.slate.Exploration;
import io.laserstreams.scoring.slate.ScoringRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration of scoring. */
public final class ScoringConfig {
  public static final String APP = "scoring";
  public static final int DEFAULT_HTTP_PORT = 9401;

  public static final String MODEL_BUNDLE = "model.bundle";
  public static final String MODEL_DEVICE = "model.device";
  public static final String MODEL_FETCH_TIMEOUT_MS = "model.fetch.timeout.ms";
  public static final String COMMIT_MIN_INTERVAL_MS = "commit.min.interval.ms";
  public static final String WARM_UP_MAX_MS = "warm.up.max.ms";
  public static final String DEFAULT_PROBABILITY = "default.probability";
  public static final String EXPLORATION_SHARE = "exploration.share";
  public static final String EXPLORATION_SEED = "exploration.seed";
  public static final String ATTRIBUTION_WINDOW_MS = "attribution.window.ms";
  public static final String ATTRIBUTION_GRACE_MS = "attribution.grace.ms";
  public static final String ATTRIBUTION_LATENESS_MS = "attribution.lateness.ms";
  public static final String ATTRIBUTION_SWEEP_MS = "attribution.sweep.ms";
  public static final String LABEL_RATING_ABOVE = FeatureKeys.LABEL_RATING_ABOVE;
  public static final String OPEN_WINDOWS_MAX = "attribution.windows.per.user.max";
  public static final String IMPRESSION_MEMORY_MS = "impression.memory.ms";
  public static final String IMPRESSION_MEMORY_MAX = "impression.memory.max";
  public static final String HISTORY_LENGTH_MAX = ModelNeeds.HISTORY_LENGTH_MAX;
  public static final String HISTORY_LENGTH_WITHOUT_MODEL = "history.length.without.model";
  public static final String HISTORY_EVENTS_MAX = "history.events.per.user.max";
  public static final String FEATURES_PUBLISH_MS = "features.publish.ms";
  public static final String VERSIONS_PER_USER = "versions.per.user.max";

  private static final String CLASSIC = "classic";
  private static final int MIN_EVENTS = 256;
  private static final long MAX_MS = Duration.ofDays(1_000).toMillis();

  private ScoringConfig() {}

  /** All keys, for parsing and for the reference. */
  public static ConfigDef definition() {
    return FeatureKeys.define(
            EventTimeKeys.define(StreamsKeys.define(CommonConfig.definition(DEFAULT_HTTP_PORT))))
        .define(
            MODEL_BUNDLE,
            STRING,
            "",
            Importance.HIGH,
            "File of the one model bundle to serve, for replays and tests. Unset: the newest"
                + " release on the models topic serves.")
        .define(
            MODEL_DEVICE,
            STRING,
            "cpu",
            new ParsedText(Device::parse, "cpu, cuda or cuda:<index>"),
            Importance.MEDIUM,
            "Where models run. cuda needs onnxruntime_gpu on the class path.")
        .define(
            MODEL_FETCH_TIMEOUT_MS,
            LONG,
            120_000L,
            atLeast(1),
            Importance.LOW,
            "How long fetching a bundle from a release's URI may take.")
        .define(
            COMMIT_MIN_INTERVAL_MS,
            LONG,
            10L,
            between(0, MAX_MS),
            Importance.MEDIUM,
            "When a score has been written and nothing is left to read, it is committed at once, or"
                + " this long after the commit before. It bounds the commits of a stream thread,"
                + " and so its transactions. At commit.interval.ms or more, commits follow that"
                + " interval alone.")
        .define(
            WARM_UP_MAX_MS,
            LONG,
            10_000L,
            between(0, MAX_MS),
            Importance.MEDIUM,
            "Before an instance joins the others it scores made-up slates until that gets no"
                + " faster, and at most for this long, so that the first real ones do not wait for"
                + " a JVM that loads and compiles. 0: it starts cold.")
        .define(
            DEFAULT_PROBABILITY,
            DOUBLE,
            0.5,
            LambdaValidator.with(ScoringConfig::checkProbability, () -> "above 0 and below 1"),
            Importance.LOW,
            "Probability of every candidate while there is no model; the candidates then keep their"
                + " order.")
        .define(
            EXPLORATION_SHARE,
            DOUBLE,
            0.02,
            between(0, 1),
            Importance.HIGH,
            "Share of slates that are shown in a uniformly random order, so that the trainer learns"
                + " about what the model would not show. The propensity of each item's rank is"
                + " logged.")
        .define(
            EXPLORATION_SEED,
            LONG,
            0L,
            Importance.LOW,
            "Which slates explore, and in which order, depends only on this and on the impression's"
                + " id.")
        .define(
            ATTRIBUTION_WINDOW_MS,
            LONG,
            Duration.ofMinutes(30).toMillis(),
            between(1, MAX_MS),
            Importance.HIGH,
            "How long after an impression, in event time, the user's interactions with it become"
                + " part of its training sample.")
        .define(
            ATTRIBUTION_GRACE_MS,
            LONG,
            Duration.ofMinutes(1).toMillis(),
            between(0, MAX_MS),
            Importance.MEDIUM,
            "How much longer than the window, by the wall clock, a sample waits if no later record"
                + " of the user closes it.")
        .define(
            ATTRIBUTION_LATENESS_MS,
            LONG,
            Duration.ofMinutes(1).toMillis(),
            between(0, MAX_MS),
            Importance.MEDIUM,
            "How far past a window's end, in event time, a later record of the user must be to"
                + " close it. Interactions within the window that arrive after a record less far"
                + " ahead still become part of the sample.")
        .define(
            ATTRIBUTION_SWEEP_MS,
            LONG,
            1_000L,
            atLeast(1),
            Importance.LOW,
            "How often to close windows that end by the wall clock, and to forget impressions.")
        .define(
            LABEL_RATING_ABOVE,
            DOUBLE,
            3.0,
            Importance.HIGH,
            "A rating above this is a positive label, as a click is.")
        .define(
            OPEN_WINDOWS_MAX,
            INT,
            64,
            between(1, 10_000),
            Importance.MEDIUM,
            "Open attribution windows of one user; beyond that the oldest is closed early.")
        .define(
            IMPRESSION_MEMORY_MS,
            LONG,
            Duration.ofHours(1).toMillis(),
            between(1, MAX_MS),
            Importance.MEDIUM,
            "How long, by the wall clock, a second impression with the same id is recognised and"
                + " gets no second score. At least the attribution window and its grace.")
        .define(
            IMPRESSION_MEMORY_MAX,
            LONG,
            1_000_000L,
            atLeast(1),
            Importance.MEDIUM,
            "Impressions remembered on one partition, whatever their age.")
        .define(
            HISTORY_LENGTH_MAX,
            INT,
            ModelNeeds.DEFAULT_HISTORY_LENGTH_MAX,
            atLeast(1),
            Importance.MEDIUM,
            "Longest history that a model may attend to; a model that needs more is refused. Bounds"
                + " features and samples.")
        .define(
            HISTORY_LENGTH_WITHOUT_MODEL,
            INT,
            50,
            atLeast(0),
            Importance.LOW,
            "Events of the history that a sample gets while there is no model.")
        .define(
            HISTORY_EVENTS_MAX,
            INT,
            10_000,
            atLeast(MIN_EVENTS),
            Importance.MEDIUM,
            "Events kept of one user; beyond that the oldest are dropped.")
        .define(
            FEATURES_PUBLISH_MS,
            LONG,
            1_000L,
            atLeast(1),
            Importance.MEDIUM,
            "How often the interactions of a partition, summed by item, are added to the statistics"
                + " of items.")
        .define(
            VERSIONS_PER_USER,
            INT,
            3,
            between(1, 100),
            Importance.LOW,
            "Versions kept of a user's profile and vectors, so that a score can use those from"
                + " before its impression.");
  }

  /**
   * Reads and validates.
   *
   * @throws ConfigException naming the key, its value and what would be valid
   */
  public static ScoringSettings read(Map<String, ?> properties) {
    AppConfig app = AppConfig.of(APP, definition(), properties);
    requireClassicProtocol(app);
    return new ScoringSettings(
        app,
        new ScoringSettings.Model(
            Optional.of(app.getString(MODEL_BUNDLE)).filter(file -> !file.isBlank()).map(Path::of),
            Device.parse(app.getString(MODEL_DEVICE)),
            app.getMillis(MODEL_FETCH_TIMEOUT_MS),
            app.getInt(HISTORY_LENGTH_MAX)),
        new ScoringRules(
            new Exploration(app.getDouble(EXPLORATION_SHARE), app.getLong(EXPLORATION_SEED)),
            app.getDouble(DEFAULT_PROBABILITY),
            app.getInt(HISTORY_LENGTH_WITHOUT_MODEL)),
        new ScoringSettings.Attribution(sampleBounds(app), app.getMillis(ATTRIBUTION_SWEEP_MS)),
        new ScoringSettings.History(
            HistoryBounds.DEFAULT.withMaxEvents(app.getInt(HISTORY_EVENTS_MAX)),
            app.getInt(VERSIONS_PER_USER)),
        new ScoringSettings.Features(FeatureKeys.read(app), app.getMillis(FEATURES_PUBLISH_MS)),
        EventTimeKeys.read(app),
        new ScoringSettings.Latency(
            app.getMillis(COMMIT_MIN_INTERVAL_MS),
            app.getMillis(StreamsKeys.COMMIT_INTERVAL_MS),
            app.getMillis(WARM_UP_MAX_MS)));
  }

  private static void requireClassicProtocol(AppConfig app) {
    Object protocol =
        app.clients().streams().getOrDefault(StreamsConfig.GROUP_PROTOCOL_CONFIG, CLASSIC);
    if (!CLASSIC.equals(protocol)) {
      throw new ConfigException(
          "kafka.streams." + StreamsConfig.GROUP_PROTOCOL_CONFIG,
          protocol,
          "must be "
              + CLASSIC
              + ": with another protocol Kafka Streams creates consumers that do not keep the order"
              + " between topics");
    }
  }

  private static SampleBounds sampleBounds(AppConfig app) {
    SampleBounds.Window window =
        new SampleBounds.Window(
            app.getMillis(ATTRIBUTION_WINDOW_MS),
            app.getMillis(ATTRIBUTION_GRACE_MS),
            app.getMillis(ATTRIBUTION_LATENESS_MS),
            app.getInt(OPEN_WINDOWS_MAX));
    SampleBounds.Memory memory =
        new SampleBounds.Memory(
            app.getMillis(IMPRESSION_MEMORY_MS), app.getLong(IMPRESSION_MEMORY_MAX));
    Duration needed = window.length().plus(window.grace());
    if (memory.time().compareTo(needed) < 0) {
      throw new ConfigException(
          IMPRESSION_MEMORY_MS,
          memory.time().toMillis(),
          "must be at least "
              + ATTRIBUTION_WINDOW_MS
              + " + "
              + ATTRIBUTION_GRACE_MS
              + " = "
              + needed.toMillis());
    }
    return new SampleBounds(window, memory, app.getDouble(LABEL_RATING_ABOVE));
  }

  private static void checkProbability(String name, Object value) {
    if (!((double) value > 0 && (double) value < 1)) {
      throw new ConfigException(name, value, "must be above 0 and below 1");
    }
  }
}
