package io.laserstreams.runtime.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Writes the configuration reference from the definitions, so that it cannot be wrong. */
public final class ConfigReference {
  private ConfigReference() {}

  /**
   * The whole reference: what all apps share once, then each app's own keys and the common ones
   * whose default differs.
   *
   * @param apps definitions by the app's short name, in the order of the document
   */
  public static String markdown(Map<String, ConfigDef> apps) {
    ConfigDef common = CommonConfig.definition(0);
    Set<String> shared = CommonConfig.names();
    StringBuilder out =
        new StringBuilder("# Configuration reference\n\n")
            .append(
                "Generated from the code; every app checks these keys at start and refuses unknown"
                    + " ones.\n\n")
            .append(
                "A value may contain `${env:VARIABLE}`, `${file:/path:key}` (a properties file) or"
                    + " `${dir:/path:file}` (a whole file).\n")
            .append(
                "Properties of Kafka's clients are passed through: `kafka.X` to every client,"
                    + " `kafka.consumer.X`, `kafka.producer.X`,\n")
            .append(
                "`kafka.admin.X` and `kafka.streams.X` to that kind only.\n\n"
                    + "## Common to all apps\n\n")
            .append(table(common, key -> !key.name.equals(CommonConfig.HTTP_PORT)));
    apps.forEach(
        (app, definition) ->
            out.append("\n## ")
                .append(app)
                .append("\n\n")
                .append(
                    table(
                        definition,
                        key ->
                            !shared.contains(key.name)
                                || !Objects.equals(
                                    key.defaultValue,
                                    common.configKeys().get(key.name).defaultValue))));
    return out.toString();
  }

  /** One table with a row for each key in the order of definition. */
  public static String table(ConfigDef definition) {
    return table(definition, key -> true);
  }

  private static String table(ConfigDef definition, Predicate<ConfigKey> wanted) {
    StringBuilder out =
        new StringBuilder(
            "| key | type | default | valid values | importance | meaning |\n"
                + "|---|---|---|---|---|---|\n");
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
