package io.laserstreams.cli;

import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.ClientProperties;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.ConfigFile;
import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.schema.rule.RecordRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/**
 * Options of the commands that work on a cluster: an app's own configuration file will do, options
 * win over it.
 */
public final class ClusterOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Properties file with bootstrap.servers, schema.registry.url, topic.prefix and kafka.*"
              + " client settings; an app's own file will do.")
  Path config;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Brokers (default: localhost:9092).")
  String bootstrap;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry (default: http://localhost:8081).")
  String registry;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Prefix of the topics' names (default: " + Layout.DEFAULT_PREFIX + ").")
  String prefix;

  /** The common part of the configuration; what only an app knows is left out. */
  public AppConfig read() {
    return read("cli", CommonConfig.NO_HTTP);
  }

  /**
   * The same as an app's own, which it is where the file is the app's: with its application id and
   * its address.
   *
   * @param app its short name
   * @param httpPort its default port
   */
  public AppConfig read(String app, int httpPort) {
    Map<String, String> properties = new TreeMap<>();
    if (config != null) {
      Set<String> common = CommonConfig.names();
      ConfigFile.read(config)
          .forEach(
              (key, value) -> {
                if (common.contains(key) || key.startsWith(ClientProperties.PREFIX)) {
                  properties.put(key, value);
                }
              });
    }
    put(properties, CommonConfig.BOOTSTRAP_SERVERS, bootstrap);
    put(properties, CommonConfig.SCHEMA_REGISTRY_URL, registry);
    put(properties, CommonConfig.TOPIC_PREFIX, prefix);
    return AppConfig.of(app, CommonConfig.definition(httpPort), properties);
  }

  /** What the file says of a key that only an app knows; nothing without a file. */
  public Optional<String> ofFile(String key) {
    return config == null
        ? Optional.empty()
        : Optional.ofNullable(ConfigFile.read(config).get(key));
  }

  /**
   * The rules that scoring judges records by: the bounds of event times are those of the file, else
   * the defaults.
   */
  public RecordRules rules() {
    Map<String, String> properties = new TreeMap<>();
    for (String key : List.of(EventTimeKeys.MIN, EventTimeKeys.AHEAD_MAX_MS)) {
      ofFile(key).ifPresent(value -> properties.put(key, value));
    }
    return new RecordRules(EventTimeKeys.read(properties));
  }

  private static void put(Map<String, String> properties, String key, String value) {
    if (value != null) {
      properties.put(key, value);
    }
  }
}
