package io.laserstreams.tools.describe;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.learning.dataset.description.FileFormat;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.dataset.file.FileColumns;
import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a folder that may be a dataset, each by its profile. */
final class DataFolder {
  private static final Pattern OTHER =
      Pattern.compile(
          "(?i)(readme.*|licen[cs]e.*|.*\\.(ya?ml|md|html?|pdf|png|jpe?g|zip|laser|bin|log"
              + "|properties|py|sh|sql|xlsx?))");
  private static final Pattern JSON = Pattern.compile("(?i).*\\.json");
  private static final Pattern PARTS =
      Pattern.compile("(?i).*\\.(csv|tsv|parquet|jsonl|ndjson|json|txt|dat)(\\.gz)?|part-.*");
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final List<String> DELIMITERS = List.of("::", "\t", ";", "|", ",");
  private static final Pattern DATA = Pattern.compile("-?\\d+(\\.\\d+)?|");

  private final Path folder;
  private final Clock clock;
  private final List<FileProfile> files = new ArrayList<>();
  private final Map<String, Map<String, String>> textObjects = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();

  private DataFolder(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Reads all files directly in a folder, and folders of part files as one file each.
   *
   * @throws UserException if there is none to read
   */
  static DataFolder read(Path folder, Clock clock) {
    var read = new DataFolder(folder, clock);
    if (!Files.isDirectory(folder)) {
      throw new UserException("there is no folder " + folder + ": name one with --data");
    }
    read.list(folder);
    if (read.files.isEmpty()) {
      throw new UserException(
          "%s has no file of rows: CSV, TSV, JSON lines or Parquet%s"
              .formatted(folder, read.notes.isEmpty() ? "" : "; " + String.join("; ", read.notes)));
    }
    return read;
  }

  Path folder() {
    return folder;
  }

  List<FileProfile> files() {
    return files;
  }

  /** Texts by id of the files that are one JSON object of id to text. */
  Map<String, Map<String, String>> textObjects() {
    return textObjects;
  }

  /** What was left out, and why. */
  List<String> notes() {
    return notes;
  }

  private void add(Path path) {
    String name = folder.relativize(path).toString();
    if (name.startsWith(".") || name.startsWith("_") || OTHER.matcher(name).matches()) {
      return;
    }
    if (Files.isDirectory(path) && !hasParts(path)) {
      notes.add("%s/ was not read: it has no part files".formatted(name));
      return;
    }
    if (Files.isDirectory(path) && kinds(path) > 1) {
      list(path);
      return;
    }
    Map<String, String> texts = JSON.matcher(name).matches() ? texts(path) : null;
    if (texts != null) {
      textObjects.put(name, texts);
      return;
    }
    try {
      files.add(profile(name));
    } catch (InvalidDatasetException e) {
      notes.add("%s was not read: %s".formatted(name, e.getMessage()));
    }
  }

  private void list(Path path) {
    try (Stream<Path> paths = Files.list(path)) {
      paths.sorted().forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + path, e);
    }
  }

  /** How many kinds of files are directly in a folder, by their extensions. */
  private static long kinds(Path path) {
    try (Stream<Path> paths = Files.list(path)) {
      return paths
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
          .map(name -> name.replaceFirst("(?i)\\.gz$", "").replaceFirst(".*\\.", ""))
          .distinct()
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + path, e);
    }
  }

  private static boolean hasParts(Path path) {
    try (Stream<Path> below = Files.walk(path)) {
      return below.anyMatch(
          file ->
              Files.isRegularFile(file) && PARTS.matcher(file.getFileName().toString()).matches());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + path, e);
    }
  }

  /** Null if the file is not one object of texts, or of lists of texts. */
  private static @Nullable Map<String, String> texts(Path path) {
    Map<String, String> texts = new LinkedHashMap<>();
    try {
      Map<String, JsonNode> members =
          MAPPER.readValue(path.toFile(), new TypeReference<LinkedHashMap<String, JsonNode>>() {});
      members.forEach(
          (id, node) -> texts.put(id, node.isArray() ? node.path(0).asText() : text(node)));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
    return texts.size() > 1 ? texts : null;
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("not a text");
    }
    return node.asText();
  }

  /** In UTF-8, or else in ISO 8859-1. */
  private FileProfile profile(String name) {
    try {
      return FileProfile.read(folder, name, format(name, null), clock);
    } catch (InvalidDatasetException e) {
      try {
        return FileProfile.read(folder, name, format(name, "ISO-8859-1"), clock);
      } catch (InvalidDatasetException again) {
        throw e;
      }
    }
  }

  /** The usual format if it gives several columns, otherwise the delimiter that gives most. */
  private FileFormat format(String name, @Nullable String charset) {
    FileFormat format = new FileFormat(null, null, charset, null, null);
    List<String> best = FileColumns.of(folder.resolve(name), format);
    for (String delimiter : best.size() > 1 ? List.<String>of() : DELIMITERS) {
      FileFormat other = new FileFormat(delimiter, null, charset, null, null);
      List<String> names = FileColumns.of(folder.resolve(name), other);
      if (names.size() > best.size()) {
        best = names;
        format = other;
      }
    }
    if (best.size() > 1 && looksLikeData(best)) {
      List<String> made =
          IntStream.rangeClosed(1, best.size()).mapToObj(number -> "column" + number).toList();
      notes.add(
          "the first line of %s has no names of columns: they are called %s to %s here"
              .formatted(name, made.get(0), made.get(made.size() - 1)));
      return new FileFormat(format.delimiter(), null, charset, made, null);
    }
    return format;
  }

  private static boolean looksLikeData(List<String> names) {
    return Set.copyOf(names).size() < names.size()
        || names.stream().anyMatch(name -> DATA.matcher(name).matches());
  }
}
