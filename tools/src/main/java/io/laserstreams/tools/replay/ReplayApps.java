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
 * How the apps are set for a replay: records strictly in the order of their event times, nothing by
 * chance.
 */
final class ReplayApps {
  /** How long an empty partition is waited for; partitions that stay empty are waited for once. */
  private static final int TASK_IDLE_MS = 10_000;

  /** Longer than the millisecond between impression and rating, shorter than anything else. */
  private static final String ATTRIBUTION_WINDOW_MS = "1000";

  private static final String NEVER = Long.toString(Long.MAX_VALUE);

  /**
   * A replay waits at each epoch until statistics have passed through two tasks and a table: none
   * is to waste time.
   */
  private static final Map<String, String> PROMPT =
      Map.of(
          ScoringConfig.FEATURES_PUBLISH_MS,
          "20",
          StreamsKeys.COMMIT_INTERVAL_MS,
          "20",
          "kafka.streams.poll.ms",
          "5",
          // A transaction that begins before the last one's markers are written is retried.
          "kafka.producer.retry.backoff.ms",
          "5");

  /** A dataset has the times that it has. */
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
   * Asks about items only: what a user's knowledge says depends on when it was written, and a
   * replay repeats.
   */
  Map<String, String> knowledge() {
    return believingAll(Map.of(KnowledgeConfig.COLD_START_EVENTS, NEVER));
  }

  /** Answers from the dataset's file and leaves open what the file does not have. */
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
      own.putAll(keys(settings));
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
    return believingAll(own);
  }

  Map<String, String> trainer(Serving.Trained serving) {
    return believingAll(serving.trainer());
  }

  /** The keys that make scoring keep its state like this. */
  static Map<String, String> keys(StreamingSettings settings) {
    Map<String, String> keys =
        new HashMap<>(
            Map.of(
                FeatureKeys.EPOCH_MS, Long.toString(settings.epochMillis()),
                FeatureKeys.TREND_MS, Long.toString(settings.trendMillis()),
                FeatureKeys.SESSION_MS, Long.toString(settings.sessionMillis()),
                ScoringConfig.LABEL_RATING_ABOVE, Double.toString(settings.likeAbove()),
                FeatureKeys.CLICK_VALUE, Double.toString(settings.clickValue()),
                FeatureKeys.RECENT_EVENTS, Integer.toString(settings.recentEvents()),
                FeatureKeys.EVENTS_PER_HOUR_MAX, Integer.toString(settings.eventsPerHour()),
                FeatureKeys.GROUPS_MAX, Integer.toString(settings.groups()),
                FeatureKeys.USER_FIELDS, String.join(",", settings.segmentFields()),
                FeatureKeys.ITEM_FIELDS, String.join(",", settings.affinityFields())));
    if (settings.idleMillis() != null) {
      keys.put(FeatureKeys.USER_IDLE_MAX_MS, settings.idleMillis().toString());
    }
    if (settings.shownValue() != null) {
      keys.put(FeatureKeys.SHOWN_VALUE, settings.shownValue().toString());
    }
    return keys;
  }

  private Map<String, String> believingAll(Map<String, String> own) {
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
