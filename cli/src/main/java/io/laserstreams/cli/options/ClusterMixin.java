package io.laserstreams.cli.options;

import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.tools.client.ClusterSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that work on a cluster. */
public final class ClusterMixin {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Properties file with bootstrap.servers, schema.registry.url, topic.prefix and kafka.*"
              + " client settings; an app's own file will do.")
  private @Nullable Path config;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Brokers (default: " + CommonConfig.DEFAULT_BOOTSTRAP_SERVERS + ").")
  private @Nullable String bootstrap;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry (default: " + CommonConfig.DEFAULT_REGISTRY_URL + ").")
  private @Nullable String registry;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Prefix of the topics' names (default: " + Layout.DEFAULT_PREFIX + ").")
  private @Nullable String prefix;

  public ClusterSettings settings() {
    return new ClusterSettings(config, bootstrap, registry, prefix);
  }
}
