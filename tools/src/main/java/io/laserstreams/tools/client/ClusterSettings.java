package io.laserstreams.tools.client;

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
import org.jspecify.annotations.Nullable;

/**
 * How to reach a cluster: a configuration file, which may be an app's own, and values that win over
 * it.
 *
 * @param config properties file
 * @param bootstrap brokers
 * @param registry URL of the schema registry
 * @param prefix of the topics' names
 */
public record ClusterSettings(
    @Nullable Path config,
    @Nullable String bootstrap,
    @Nullable String registry,
    @Nullable String prefix) {

  /** The common part of the configuration, without the keys that only an app knows. */
  public AppConfig read() {
    return read("cli", CommonConfig.NO_HTTP);
  }

  /**
   * The common part as an app reads it, with its application id and its address.
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
                if (common.contains(key)
                    || key.startsWith(ClientProperties.PREFIX)
                    || key.startsWith(CommonConfig.SCHEMA_REGISTRY_PREFIX)) {
                  properties.put(key, value);
                }
              });
    }
    put(properties, CommonConfig.BOOTSTRAP_SERVERS, bootstrap);
    put(properties, CommonConfig.SCHEMA_REGISTRY_URL, registry);
    put(properties, CommonConfig.TOPIC_PREFIX, prefix);
    return AppConfig.of(app, CommonConfig.definition(httpPort), properties);
  }

  /** The file's value of a key that only an app knows. */
  public Optional<String> setting(String key) {
    return config == null
        ? Optional.empty()
        : Optional.ofNullable(ConfigFile.read(config).get(key));
  }

  /** The file's values of the keys that an app knows. */
  public Map<String, String> settings(Set<String> names) {
    Map<String, String> known = new TreeMap<>(config == null ? Map.of() : ConfigFile.read(config));
    known.keySet().retainAll(names);
    return known;
  }

  /** The rules of scoring for records; bounds of event times are the file's or the defaults. */
  public RecordRules rules() {
    Map<String, String> properties = new TreeMap<>();
    for (String key : List.of(EventTimeKeys.MIN, EventTimeKeys.AHEAD_MAX_MS)) {
      setting(key).ifPresent(value -> properties.put(key, value));
    }
    return new RecordRules(EventTimeKeys.read(properties));
  }

  private static void put(Map<String, String> properties, String key, @Nullable String value) {
    if (value != null) {
      properties.put(key, value);
    }
  }
}
