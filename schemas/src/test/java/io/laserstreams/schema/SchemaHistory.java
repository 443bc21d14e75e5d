package io.laserstreams.schema;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.SchemaFormatter;

/** The released schemas, one folder per topic, {@code 1.avsc} the oldest. */
final class SchemaHistory {
  private final Path directory;

  SchemaHistory(Path directory) {
    this.directory = directory;
  }

  /** Released schemas of the topic, oldest first. */
  List<Schema> of(Topic topic) throws IOException {
    Path folder = directory.resolve(topic.baseName());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Schema> released = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted(Comparator.comparingInt(SchemaHistory::number)).toList()) {
        released.add(new Schema.Parser().parse(file.toFile()));
      }
    }
    return released;
  }

  /** Adds the schema to the history unless it is already the newest. */
  void release(Topic topic, Schema schema) throws IOException {
    List<Schema> released = of(topic);
    if (released.isEmpty() || !released.get(released.size() - 1).equals(schema)) {
      Path folder = Files.createDirectories(directory.resolve(topic.baseName()));
      Files.writeString(
          folder.resolve(released.size() + 1 + ".avsc"),
          SchemaFormatter.format("json/pretty", new Schema.Parser().parse(schema.toString()))
              + "\n");
    }
  }

  /** What keeps either schema from reading what the other wrote. */
  static List<String> incompatibilities(Schema current, Schema released) {
    List<String> found = new ArrayList<>();
    found.addAll(
        describe(
            "cannot read released records", checkReaderWriterCompatibility(current, released)));
    found.addAll(
        describe(
            "cannot be read by released readers",
            checkReaderWriterCompatibility(released, current)));
    return found;
  }

  private static List<String> describe(String problem, SchemaPairCompatibility result) {
    return result.getResult().getIncompatibilities().stream()
        .map(i -> problem + ": " + i.getLocation() + " " + word(i.getType()) + " " + i.getMessage())
        .toList();
  }

  private static String word(SchemaIncompatibilityType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().replace(".avsc", ""));
  }
}
