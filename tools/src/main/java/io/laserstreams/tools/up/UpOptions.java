package io.laserstreams.tools.up;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.tools.dataset.DatasetFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to start a whole system in this process.
 *
 * @param port of the broker, 0 for a free one
 * @param registryPort of the schema registry, 0 for a free one
 * @param state folder that keeps topics, schemas and state; null for a temporary one
 * @param partitions of the topics
 * @param window attribution window; null for that of the configuration
 * @param content what the system starts with
 * @param settings of the apps; a later one wins over an earlier one of the same key
 */
public record UpOptions(
    int port,
    int registryPort,
    @Nullable Path state,
    int partitions,
    @Nullable Duration window,
    Content content,
    List<AppSetting> settings) {
  /**
   * A team's own model and past.
   *
   * @param bundle the model that serves, and that the trainer starts from; null for none
   * @param dataset the past; null for none
   * @param until only what happened before this time; null for all
   * @param exact whether item statistics are waited for at each epoch; null: if the bundle reads
   *     streaming features
   * @param languageModel folder of a language model that writes the knowledge; null for none
   */
  public record Content(
      @Nullable Path bundle,
      @Nullable DatasetFiles dataset,
      @Nullable String until,
      @Nullable Boolean exact,
      @Nullable Path languageModel) {}

  public UpOptions {
    requireNonNull(content, "content is null");
    settings = List.copyOf(settings);
  }

  Layout layout() {
    return Layout.standard().withPartitions(partitions);
  }
}
