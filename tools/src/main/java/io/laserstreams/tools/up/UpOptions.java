package io.laserstreams.tools.up;

import io.laserstreams.cluster.topics.Layout;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to start a whole system in this process.
 *
 * @param port of the broker, 0 for a free one
 * @param registryPort of the schema registry, 0 for a free one
 * @param data directory that keeps topics, schemas and state; null for a temporary one
 * @param partitions of the topics
 * @param settings of the apps; a later one wins over an earlier one of the same key
 */
public record UpOptions(
    int port, int registryPort, @Nullable Path data, int partitions, List<AppSetting> settings) {
  public UpOptions {
    settings = List.copyOf(settings);
  }

  Layout layout() {
    return Layout.standard().withPartitions(partitions);
  }
}
