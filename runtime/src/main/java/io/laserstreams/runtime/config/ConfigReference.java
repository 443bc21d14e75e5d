package io.laserstreams.runtime.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Writes the configuration reference from the definitions, so that it is always up to date. */
public final class ConfigReference {
  private static final String INTRODUCTION =
      """
      # Configuration reference

      Generated from the code; every app checks these keys at start and refuses unknown ones.

      A value may contain `${env:VARIABLE}`, `${file:/path:key}` (a properties file) or
      `${dir:/path:file}` (a whole file). Properties of Kafka's clients are passed through:
      `kafka.X` to every client, `kafka.consumer.X`, `kafka.producer.X`, `kafka.admin.X` and
      `kafka.streams.X` to that kind only.

      ## Common to all apps

      """;

  private ConfigReference() {}

  /**
   * The whole reference: the common keys once, then each app's own keys and the common ones whose
   * default differs.
   *
   * @param apps definitions by the app's short name, in the order of the document
   */
  public static String markdown(Map<String, ConfigDef> apps) {
    ConfigDef common = CommonConfig.definition(0);
    StringBuilder out =
        new StringBuilder(INTRODUCTION)
            .append(table(common, key -> !key.name.equals(CommonConfig.HTTP_PORT)));
    apps.forEach(
        (app, definition) ->
            out.append("\n## ")
                .append(app)
                .append("\n\n")
                .append(table(definition, key -> !isCommon(key, common))));
    return out.toString();
  }

  private static boolean isCommon(ConfigKey key, ConfigDef common) {
    ConfigKey same = common.configKeys().get(key.name);
    return same != null && Objects.equals(key.defaultValue, same.defaultValue);
  }

  /** One table with a row for each key in the order of definition. */
  public static String table(ConfigDef definition) {
    return table(definition, key -> true);
  }

  private static String table(ConfigDef definition, Predicate<ConfigKey> wanted) {
    StringBuilder out =
        new StringBuilder(
            """
            | key | type | default | valid values | importance | meaning |
            |---|---|---|---|---|---|
            """);
    definition.configKeys().values().stream()
        .filter(key -> !key.internalConfig)
        .filter(wanted)
        .forEach(
            key ->
                out.append("| `")
                    .append(key.name)
                    .append("` | ")
                    .append(lower(key.type))
                    .append(" | ")
                    .append(defaultOf(key))
                    .append(" | ")
                    .append(key.validator == null ? "" : cell(key.validator.toString()))
                    .append(" | ")
                    .append(lower(key.importance))
                    .append(" | ")
                    .append(cell(Objects.toString(key.documentation, "")))
                    .append(" |\n"));
    return out.toString();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String defaultOf(ConfigKey key) {
    if (!key.hasDefault()) {
      return "required";
    }
    if (key.defaultValue == null) {
      return "unset";
    }
    String value =
        key.defaultValue instanceof List<?> list
            ? String.join(",", list.stream().map(String::valueOf).toList())
            : ConfigDef.convertToString(key.defaultValue, key.type);
    return value.isEmpty() ? "empty" : "`" + cell(value) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
