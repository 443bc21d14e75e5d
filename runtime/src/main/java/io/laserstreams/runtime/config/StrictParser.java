package io.laserstreams.runtime.config;

import io.laserstreams.schema.registry.RegistryUrls;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;

/**
 * Parses properties strictly: unknown keys are errors, and a wrong value's error names the valid
 * ones.
 */
final class StrictParser {
  private StrictParser() {}

  static AbstractConfig parse(ConfigDef definition, Map<String, ?> properties) {
    for (String key : new TreeSet<>(properties.keySet())) {
      if (!definition.names().contains(key) && !key.startsWith(ClientProperties.PREFIX)) {
        throw new ConfigException(unknown(key, definition.names()));
      }
    }
    for (ConfigKey key : definition.configKeys().values()) {
      check(key, properties);
    }
    return new AbstractConfig(definition, properties, false);
  }

  /** Parses each key alone, so that the error can name its valid values. */
  private static void check(ConfigKey key, Map<String, ?> properties) {
    if (!properties.containsKey(key.name) && !key.hasDefault()) {
      throw new ConfigException(
          "Configuration key " + key.name + " is missing. It means: " + key.documentation);
    }
    check(key, key.name, properties);
  }

  /**
   * @param name the key's name in the file, which may differ from its own
   */
  static void check(ConfigKey key, String name, Map<String, ?> properties) {
    try {
      new ConfigDef().define(key).parse(properties);
    } catch (ConfigException e) {
      String value =
          key.type == ConfigDef.Type.PASSWORD
              ? "[hidden]"
              : "'" + RegistryUrls.shown(String.valueOf(properties.get(key.name))) + "'";
      throw new ConfigException(
          "Configuration key "
              + name
              + " has the invalid value "
              + value
              + "; valid is "
              + valid(key)
              + reason(e));
    }
  }

  /** Why a parser refuses the value, which what is valid may not say: of a file, for example. */
  private static String reason(ConfigException refusal) {
    return refusal.getCause() instanceof IllegalArgumentException cause
        ? ". " + cause.getMessage()
        : "";
  }

  /** What a key accepts, in words. */
  static String valid(ConfigKey key) {
    String type =
        switch (key.type) {
          case INT, LONG, SHORT -> "a whole number";
          case DOUBLE -> "a number";
          case BOOLEAN -> "true or false";
          case LIST -> "a list separated by commas";
          case CLASS -> "a class name";
          case STRING, PASSWORD -> "a text";
        };
    return key.validator == null ? type : type + ", " + key.validator;
  }

  private static String unknown(String key, Set<String> known) {
    Optional<String> nearest = nearest(key, known);
    return "Unknown configuration key "
        + key
        + nearest.map(name -> "; did you mean " + name + "?").orElse(".")
        + " Properties of Kafka's clients start with "
        + ClientProperties.PREFIX;
  }

  /** The known name with the smallest edit distance, the first in order among equals. */
  static Optional<String> nearest(String name, Set<String> known) {
    return new TreeSet<>(known)
        .stream().min(Comparator.comparingInt(candidate -> EditDistance.between(name, candidate)));
  }
}
