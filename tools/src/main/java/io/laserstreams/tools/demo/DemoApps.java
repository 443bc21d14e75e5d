package io.laserstreams.tools.demo;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.languagemodel.InProcessWriter;
import io.laserstreams.trainer.TrainerConfig;
import io.laserstreams.worker.WorkerConfig;
import io.laserstreams.worker.onnx.OnnxConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which apps a demo runs, and settings that let it learn in a few minutes on two cores: short
 * windows, frequent rounds, a small encoder. All other settings have their defaults.
 */
final class DemoApps {
  private static final String ENCODER = "all-minilm-l6-v2-q";
  private static final int ATTRIBUTION_WINDOW_MS = 3_000;
  private static final int ATTRIBUTION_GRACE_MS = 500;
  private static final int RELEASE_SAMPLES_MIN = 1_000;

  /** Epochs short enough to watch. Users only click here, so features must count what they skip. */
  private static final Map<String, String> FEATURES =
      Map.of(
          FeatureKeys.EPOCH_MS, "10000",
          FeatureKeys.TREND_MS, "60000",
          FeatureKeys.SHOWN_VALUE, "1",
          FeatureKeys.USER_FIELDS, "age,place",
          FeatureKeys.ITEM_FIELDS, "length");

  private final EmbeddedCluster cluster;
  private final String prefix;
  private final DemoOptions options;

  DemoApps(EmbeddedCluster cluster, String prefix, DemoOptions options) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.options = requireNonNull(options, "options is null");
  }

  /**
   * What the first model waits for.
   *
   * @param shown items that a user sees
   */
  static FirstModel firstModel(double rate, int shown) {
    return new FirstModel(
        RELEASE_SAMPLES_MIN,
        rate * shown,
        Duration.ofMillis(ATTRIBUTION_WINDOW_MS + ATTRIBUTION_GRACE_MS));
  }

  /** The apps in the order to start them. */
  List<AppKind> kinds() {
    return options.knowledge()
        ? List.of(AppKind.KNOWLEDGE, AppKind.WORKER, AppKind.SCORING, AppKind.TRAINER)
        : List.of(AppKind.SCORING, AppKind.TRAINER);
  }

  Map<String, String> properties(AppKind kind) {
    Map<String, String> properties =
        new HashMap<>(
            Map.of(
                CommonConfig.BOOTSTRAP_SERVERS, cluster.bootstrapServers(),
                CommonConfig.SCHEMA_REGISTRY_URL, cluster.registryUrl(),
                CommonConfig.TOPIC_PREFIX, prefix,
                CommonConfig.STATE_DIR, cluster.directory().resolve("state").toString(),
                CommonConfig.HTTP_PORT, Integer.toString(CommonConfig.NO_HTTP)));
    properties.putAll(
        switch (kind) {
          case KNOWLEDGE ->
              Map.of(
                  KnowledgeConfig.COLD_START_EVENTS, "10",
                  KnowledgeConfig.GROWTH_FACTOR, "4");
          case WORKER -> worker();
          case SCORING ->
              Map.of(
                  ScoringConfig.ATTRIBUTION_WINDOW_MS,
                  Integer.toString(ATTRIBUTION_WINDOW_MS),
                  ScoringConfig.ATTRIBUTION_GRACE_MS,
                  Integer.toString(ATTRIBUTION_GRACE_MS),
                  ScoringConfig.ATTRIBUTION_LATENESS_MS,
                  "500",
                  ScoringConfig.ATTRIBUTION_SWEEP_MS,
                  "250",
                  ScoringConfig.WARM_UP_MAX_MS,
                  "2000", // somebody waits for the first slate
                  ScoringConfig.EXPLORATION_SEED,
                  Long.toString(options.seed()),
                  StreamsKeys.NUM_STREAM_THREADS,
                  "1");
          case TRAINER -> trainer();
        });
    Path model = options.languageModel();
    if (model != null) {
      properties.putAll(new InProcessWriter(model).properties(kind));
    }
    if (options.features() && (kind == AppKind.SCORING || kind == AppKind.TRAINER)) {
      properties.putAll(FEATURES);
    }
    return properties;
  }

  private Map<String, String> worker() {
    Map<String, String> properties = new HashMap<>();
    properties.put(WorkerConfig.ENCODER_IDS, ENCODER);
    properties.put(WorkerConfig.ENCODER_THREADS, "1");
    properties.put(WorkerConfig.THREADS, "2");
    if (options.languageModel() != null) {
      properties.put(OnnxConfig.THREADS, "1"); // scoring and training run beside it
    }
    return properties;
  }

  /**
   * One pass over new slates and little replay, as a model soon overfits a small world, which the
   * held-back slice penalises. Features are learnt early and factors fitted often, as new items
   * appear all the time.
   */
  private Map<String, String> trainer() {
    String encoder = options.knowledge() ? ENCODER : TrainerConfig.NO_ENCODER;
    return Map.ofEntries(
        Map.entry(TrainerConfig.ROUND_SLATES_MIN, "100"),
        Map.entry(TrainerConfig.EPOCHS, "1"),
        Map.entry(TrainerConfig.REPLAY_SLATES, "1000"),
        Map.entry(TrainerConfig.RELEASE_SAMPLES_MIN, Integer.toString(RELEASE_SAMPLES_MIN)),
        Map.entry(TrainerConfig.RELEASE_TOLERANCE, "0.02"),
        Map.entry(TrainerConfig.USER_FIELDS, "age,place"),
        Map.entry(TrainerConfig.ITEM_FIELDS, "length"),
        Map.entry(TrainerConfig.ITEM_ENCODER, encoder),
        Map.entry(TrainerConfig.USER_ENCODER, encoder),
        Map.entry(TrainerConfig.CAPACITY_ITEMS, "5000"),
        Map.entry(TrainerConfig.FEATURES_SAMPLES_MIN, "500"),
        Map.entry(TrainerConfig.BASIS_ROUNDS, "4"),
        Map.entry(
            TrainerConfig.FEATURES, options.features() ? FeatureChoice.ALL : FeatureChoice.NONE),
        Map.entry(TrainerConfig.SEED, Long.toString(options.seed())));
  }
}
