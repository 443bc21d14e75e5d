package io.laserstreams.cli.replay;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cli.cluster.EmbeddedCluster;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.knowledge.KnowledgeConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.scoring.ScoringConfig;
import io.laserstreams.worker.WorkerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How the apps are set for a replay: one pinned model, records strictly in the order of their event times, nothing by chance. */
final class ReplayApps {
  /** How long an empty partition is waited for; partitions that stay empty are waited for once. */
  private static final int TASK_IDLE_MS = 10_000;

  /** Longer than the millisecond between impression and rating, shorter than anything else. */
  private static final String ATTRIBUTION_WINDOW_MS = "1000";

  private static final String NEVER = Long.toString(Long.MAX_VALUE);

  private final EmbeddedCluster cluster;
  private final String prefix;
  private final ReplayOptions options;

  ReplayApps(EmbeddedCluster cluster, String prefix, ReplayOptions options) {
    this.cluster = requireNonNull(cluster, "cluster is null");
    this.prefix = requireNonNull(prefix, "prefix is null");
    this.options = requireNonNull(options, "options is null");
  }

  /** Asks about items only: what a user's knowledge says depends on when it was written, and a replay repeats. */
  Map<String, String> knowledge() {
    return with(Map.of(KnowledgeConfig.COLD_START_EVENTS, NEVER));
  }

  /** Answers from the dataset's file and leaves open what the file does not have. */
  Map<String, String> worker(FeatureSpec.Encoder encoder, Path texts) {
    return with(Map.of(
        WorkerConfig.ENCODER_IDS, encoder.id(),
        WorkerConfig.GENERATOR_ITEMS, "file",
        WorkerConfig.FILE_PATH, texts.toString(),
        WorkerConfig.FILE_MISSING, "none"));
  }

  Map<String, String> scoring(Path bundle) {
    return with(Map.of(
        ScoringConfig.MODEL_BUNDLE, bundle.toString(),
        ScoringConfig.EXPLORATION_SHARE, "0",
        ScoringConfig.ATTRIBUTION_WINDOW_MS, ATTRIBUTION_WINDOW_MS,
        StreamsKeys.MAX_TASK_IDLE_MS, Integer.toString(TASK_IDLE_MS),
        StreamsKeys.NUM_STREAM_THREADS, Integer.toString(Math.min(2, options.partitions()))));
  }

  private Map<String, String> with(Map<String, String> own) {
    Map<String, String> properties = new HashMap<>(Map.of(
        CommonConfig.BOOTSTRAP_SERVERS, cluster.bootstrapServers(),
        CommonConfig.SCHEMA_REGISTRY_URL, cluster.registryUrl(),
        CommonConfig.TOPIC_PREFIX, prefix,
        CommonConfig.STATE_DIR, cluster.directory().resolve("state").toString(),
        CommonConfig.HTTP_PORT, Integer.toString(CommonConfig.NO_HTTP)));
    properties.putAll(own);
    return properties;
  }
}
