package io.laserstreams.tools.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.cluster.topics.Layout;
import io.laserstreams.schema.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * Generates {@code docs/topics-and-schemas.md}: the rules are prose in a resource, the tables come
 * from the catalogue of topics.
 */
public final class TopicsDocument {
  private static final String TEMPLATE = "topics-and-schemas.md";

  private TopicsDocument() {}

  public static String markdown() {
    return template()
        .replace("{{prefix}}", Layout.DEFAULT_PREFIX)
        .replace("{{partitions}}", Integer.toString(Layout.DEFAULT_PARTITIONS))
        .replace("{{compatibility}}", Layout.SCHEMA_COMPATIBILITY)
        .replace("{{topics}}", topics().stripTrailing())
        .replace("{{schemas}}", schemas().stripTrailing());
  }

  private static String topics() {
    StringBuilder out =
        new StringBuilder(
            """
            | topic | key | value | partitions | kept | written by | read by |
            |---|---|---|---|---|---|---|
            """);
    for (Topic topic : Topic.values()) {
      out.append("| `")
          .append(topic.baseName())
          .append("` | ")
          .append(topic.key())
          .append(" | ")
          .append(
              topic
                  .schema()
                  .map(schema -> "[" + schema.getName() + "](#" + anchor(schema) + ")")
                  .orElse("as it was"))
          .append(" | ")
          .append(topic.partitions(0) == 1 ? "1" : "`--partitions`")
          .append(" | ")
          .append(kept(topic))
          .append(" | ")
          .append(topic.writers())
          .append(" | ")
          .append(topic.readers())
          .append(" |\n");
    }
    return out.toString();
  }

  private static String kept(Topic topic) {
    Map<String, String> config = topic.config();
    return topic.compacted()
        ? "newest by key"
        : Duration.ofMillis(Long.parseLong(config.get("retention.ms"))).toDays() + " days";
  }

  private static String schemas() {
    Set<Schema> types = new LinkedHashSet<>();
    Arrays.stream(Topic.values())
        .flatMap(topic -> topic.schema().stream())
        .forEach(schema -> collect(schema, types));
    StringBuilder out = new StringBuilder();
    types.forEach(
        type ->
            out.append("### ")
                .append(type.getName())
                .append("\n\n")
                .append(type.getDoc())
                .append("\n\n")
                .append(body(type)));
    return out.toString();
  }

  private static void collect(Schema schema, Set<Schema> types) {
    switch (schema.getType()) {
      case RECORD -> {
        if (types.add(schema)) {
          schema.getFields().forEach(field -> collect(field.schema(), types));
        }
      }
      case ENUM -> types.add(schema);
      case ARRAY -> collect(schema.getElementType(), types);
      case MAP -> collect(schema.getValueType(), types);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, types));
      default -> {}
    }
  }

  private static String body(Schema type) {
    if (type.getType() == Schema.Type.ENUM) {
      return "Symbols: `" + String.join("`, `", type.getEnumSymbols()) + "`.\n\n";
    }
    StringBuilder out =
        new StringBuilder("| field | type | default | meaning |\n|---|---|---|---|\n");
    for (Schema.Field field : type.getFields()) {
      out.append("| `")
          .append(field.name())
          .append("` | ")
          .append(name(field.schema()))
          .append(" | ")
          .append(defaultOf(field))
          .append(" | ")
          .append(field.doc())
          .append(" |\n");
    }
    return out.append("\n").toString();
  }

  private static String name(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM -> "[" + schema.getName() + "](#" + anchor(schema) + ")";
      case ARRAY -> "array of " + name(schema.getElementType());
      case MAP -> "map of " + name(schema.getValueType());
      case UNION ->
          String.join(" or ", schema.getTypes().stream().map(TopicsDocument::name).toList());
      default -> schema.getType().getName();
    };
  }

  private static String defaultOf(Schema.Field field) {
    if (!field.hasDefaultValue()) {
      return "";
    }
    Object value = field.defaultVal();
    if (value == JsonProperties.NULL_VALUE) {
      return "null";
    }
    boolean empty = value.equals("") || value.equals(List.of()) || value.equals(Map.of());
    return empty ? "empty" : value.toString();
  }

  private static String anchor(Schema schema) {
    return schema.getName().toLowerCase(Locale.ROOT);
  }

  private static String template() {
    try (InputStream in = TopicsDocument.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource " + TEMPLATE, e);
    }
  }
}
