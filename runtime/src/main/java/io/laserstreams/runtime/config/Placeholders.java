package io.laserstreams.runtime.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Keeps secrets out of configuration files with Kafka's own providers: {@code ${env:VAR}}, {@code
 * ${file:/path:key}} of a properties file, {@code ${dir:/path:file}} with the file's whole content.
 * A placeholder that names nothing is an error.
 */
final class Placeholders {
  private final Map<String, String> environment;

  Placeholders(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  static Placeholders ofEnvironment() {
    return new Placeholders(System.getenv());
  }

  /** The properties with placeholders replaced; values that are not texts are kept. */
  Map<String, Object> resolve(Map<String, ?> properties) {
    Map<String, Object> resolved = new HashMap<>(properties);
    Map<String, String> texts = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (value instanceof String text
              && ConfigTransformer.DEFAULT_PATTERN.matcher(text).find()) {
            texts.put(key, text);
          }
        });
    if (texts.isEmpty()) {
      return resolved;
    }
    Map<String, ConfigProvider> providers =
        Map.of(
            "env",
            new EnvVarConfigProvider(environment),
            "file",
            new FileConfigProvider(),
            "dir",
            new DirectoryConfigProvider());
    providers.values().forEach(provider -> provider.configure(Map.of()));
    new ConfigTransformer(providers)
        .transform(texts)
        .data()
        .forEach(
            (key, value) -> {
              Matcher left = ConfigTransformer.DEFAULT_PATTERN.matcher(value);
              if (left.find() && texts.getOrDefault(key, "").contains(left.group())) {
                throw new ConfigException(
                    "Configuration key "
                        + key
                        + " names "
                        + left.group()
                        + ", which does not exist. Known are ${env:VARIABLE}, ${file:/path:key} and"
                        + " ${dir:/path:file}");
              }
              resolved.put(key, value);
            });
    return resolved;
  }
}
