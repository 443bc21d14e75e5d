package io.laserstreams.tools.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.EmbeddedCluster;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.trainer.TrainerConfig;
import io.laserstreams.worker.WorkerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings of the apps for a replay: records strictly in the order of their event times, nothing
 * random.
 */
final class ReplayApps {
  /** How long a stream waits for an empty partition; once for a partition that stays empty. */
  private static final int TASK_IDLE_MS = 10_000;

  /** Longer than the millisecond between impression and rating, shorter than any other interval. */
  private static final String ATTRIBUTION_WINDOW_MS = "1000";

  private static final String NEVER = Long.toString(Long.MAX_VALUE);

  /**
   * A replay waits at each epoch until statistics have passed through two tasks and a table, so
   * each of them must be prompt.
   */
  private static final Map<String, String> PROMPT =
      Map.of(
          ScoringConfig.FEATURES_PUBLISH_MS,
          "5",
          ScoringConfig.COMMIT_MIN_INTERVAL_MS,
          "0",
          StreamsKeys.COMMIT_INTERVAL_MS,
          "20",
          "kafka.streams.poll.ms",
          "5");

  /** Datasets may have any event times. */
  static final Map<String, String> ANY_TIME = Map.of(EventTimeKeys.MIN, "0");

  private final EmbeddedCluster cluster;
  private final String prefix;
  private final ReplaySettings options;

  ReplayApps(EmbeddedCluster cluster, String prefix, ReplaySettings options) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.options = requireNonNull(options, "options is null");
  }

  /**
   * Requests knowledge about items only: that about users depends on when it is written, which a
   * replay cannot repeat.
   */
  Map<String, String> knowledge() {
    return withAnyTime(Map.of(KnowledgeConfig.COLD_START_EVENTS, NEVER));
  }

  /** Answers from the dataset's file and skips items that the file does not have. */
  Map<String, String> worker(FeatureSpec.Encoder encoder, Path texts) {
    return with(
        Map.of(
            WorkerConfig.ENCODER_IDS,
            encoder.id(),
            WorkerConfig.GENERATOR_ITEMS,
            "file",
            WorkerConfig.FILE_PATH,
            texts.toString(),
            WorkerConfig.FILE_MISSING,
            "none"));
  }

  Map<String, String> scoring(Serving serving) {
    StreamingSettings settings = serving.features();
    Map<String, String> own = new HashMap<>(settings == null ? Map.of() : PROMPT);
    if (settings != null) {
      own.putAll(FeatureKeys.write(settings));
    }
    if (serving instanceof Serving.Pinned pinned) {
      own.put(ScoringConfig.MODEL_BUNDLE, pinned.file().toString());
    }
    if (serving instanceof Serving.Trained trained
        && trained.trainer().containsKey(TrainerConfig.LABEL_RATING_ABOVE)) {
      own.put(
          ScoringConfig.LABEL_RATING_ABOVE,
          trained.trainer().get(TrainerConfig.LABEL_RATING_ABOVE));
    }
    own.putAll(
        Map.of(
            ScoringConfig.EXPLORATION_SHARE,
            "0",
            ScoringConfig.WARM_UP_MAX_MS,
            "0", // the first slates may take longer
            ScoringConfig.ATTRIBUTION_WINDOW_MS,
            ATTRIBUTION_WINDOW_MS,
            ScoringConfig.ATTRIBUTION_LATENESS_MS,
            "0",
            StreamsKeys.MAX_TASK_IDLE_MS,
            Integer.toString(TASK_IDLE_MS),
            StreamsKeys.NUM_STREAM_THREADS,
            Integer.toString(Math.min(2, options.partitions())),
            StreamsKeys.PROCESSING_GUARANTEE,
            options.atLeastOnce() ? StreamsConfig.AT_LEAST_ONCE : StreamsConfig.EXACTLY_ONCE_V2));
    return withAnyTime(own);
  }

  Map<String, String> trainer(Serving.Trained serving) {
    return withAnyTime(serving.trainer());
  }

  private Map<String, String> withAnyTime(Map<String, String> own) {
    Map<String, String> properties = new HashMap<>(own);
    properties.putAll(ANY_TIME);
    return with(properties);
  }

  private Map<String, String> with(Map<String, String> own) {
    Map<String, String> properties = new HashMap<>(own);
    properties.putAll(
        Map.of(
            CommonConfig.BOOTSTRAP_SERVERS, cluster.bootstrapServers(),
            CommonConfig.SCHEMA_REGISTRY_URL, cluster.registryUrl(),
            CommonConfig.TOPIC_PREFIX, prefix,
            CommonConfig.STATE_DIR, cluster.directory().resolve("state").toString(),
            CommonConfig.HTTP_PORT, Integer.toString(CommonConfig.NO_HTTP)));
    return properties;
  }
}
