package io.laserstreams.learning.dataset.file;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that a description refers to: one file, all files below a folder, or those that match a
 * pattern, in the order of their paths. In a pattern, each name may have {@code *}, {@code ?},
 * {@code [0-9]} and {@code {a,b}}; a folder that matches stands for all its files. As in Spark, a
 * name that begins with a dot or an underscore is ignored.
 */
public final class PartFiles {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");
  private static final Pattern GZ = Pattern.compile("(?i)\\.gz$");

  /** Folders of tables whose files also hold rows of earlier versions. */
  private static final List<String> VERSION_LOGS = List.of("_delta_log", ".hoodie");

  private PartFiles() {}

  /**
   * The files, at least one.
   *
   * @throws InvalidDatasetException if there are none, or of several kinds
   */
  public static List<Path> of(Path file) {
    if (Files.isRegularFile(file)) {
      return List.of(file);
    }
    boolean isPattern = !Files.exists(file) && WILDCARD.matcher(file.toString()).find();
    if (!isPattern && !Files.isDirectory(file)) {
      throw new InvalidDatasetException(
          "there is no %s%s: name the folder with the dataset's files by --data"
              .formatted(file, missingFolder(file)));
    }
    List<Path> parts = new ArrayList<>();
    try {
      if (isPattern) {
        find(file, parts);
      } else {
        add(file, parts);
      }
    } catch (IOException | UncheckedIOException | PatternSyntaxException e) {
      throw new InvalidDatasetException(
          "%s cannot be listed: %s".formatted(file, e.getMessage()), e);
    }
    if (parts.isEmpty()) {
      throw new InvalidDatasetException(
          isPattern ? "no file matches " + file : "there is no file in " + file);
    }
    requireOneKind(file, parts);
    return parts;
  }

  private static void find(Path pattern, List<Path> parts) throws IOException {
    if (pattern.toString().contains("**")) {
      throw new InvalidDatasetException(
          "%s has '**': name the folder, whose files are all read".formatted(pattern));
    }
    List<Path> found = List.of(pattern.getRoot() == null ? Path.of("") : pattern.getRoot());
    for (Path name : pattern) {
      List<Path> next = new ArrayList<>();
      for (Path folder : found) {
        if (WILDCARD.matcher(name.toString()).find()) {
          next.addAll(matching(folder, name.toString()));
        } else if (Files.exists(folder.resolve(name))) {
          next.add(folder.resolve(name));
        }
      }
      found = next;
    }
    for (Path file : found) {
      add(file, parts);
    }
  }

  private static Set<Path> matching(Path folder, String pattern) throws IOException {
    Set<Path> found = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, pattern)) {
        for (Path path : paths) {
          if (isVisible(path.getFileName()) || !isVisible(Path.of(pattern))) {
            found.add(path);
          }
        }
      }
    }
    return found;
  }

  /** The first folder on the way that does not exist, if it is not the last. */
  private static String missingFolder(Path file) {
    Path missing = file;
    for (Path above = file.getParent();
        above != null && !Files.exists(above);
        above = above.getParent()) {
      missing = above;
    }
    return missing.equals(file) ? "" : ", as there is no " + missing;
  }

  /** The file, or all files below the folder. */
  private static void add(Path path, List<Path> parts) throws IOException {
    for (String log : VERSION_LOGS) {
      if (Files.isDirectory(path.resolve(log))) {
        throw new InvalidDatasetException(
            ("%s is a versioned table, by its folder %s, and its files hold rows of earlier"
                    + " versions: export one")
                .formatted(path, log));
      }
    }
    try (Stream<Path> paths = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      paths
          .filter(Files::isRegularFile)
          .filter(part -> part.equals(path) || isVisible(path.relativize(part)))
          .sorted()
          .forEach(parts::add);
    }
  }

  private static boolean isVisible(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith(".") || name.toString().startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  private static void requireOneKind(Path file, List<Path> parts) {
    Map<String, Path> decompressed = new HashMap<>();
    String extension = extension(parts.get(0));
    for (Path part : parts) {
      if (!extension(part).equals(extension)) {
        throw new InvalidDatasetException(
            ("%s stands for files of several kinds, %s and %s: select one kind with a pattern such"
                    + " as '%s'")
                .formatted(file, parts.get(0), part, pattern(file, parts)));
      }
      Path same = decompressed.put(GZ.matcher(part.toString()).replaceFirst(""), part);
      if (same != null) {
        throw new InvalidDatasetException(
            "%s stands for both %s and %s, which hold the same: keep one"
                .formatted(file, same, part));
      }
    }
  }

  /** Selects the kind that most parts have. */
  private static String pattern(Path file, List<Path> parts) {
    Map<String, Integer> counts = new TreeMap<>();
    parts.forEach(part -> counts.merge(extension(part), 1, Integer::sum));
    String most = Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    return (Files.isDirectory(file) ? file.getFileName() + "/" : "") + "*" + most;
  }

  /** From the last dot on, in lower case, ignoring {@code .gz}; empty for none. */
  private static String extension(Path part) {
    String name =
        GZ.matcher(part.getFileName().toString()).replaceFirst("").toLowerCase(Locale.ROOT);
    return name.lastIndexOf('.') < 0 ? "" : name.substring(name.lastIndexOf('.'));
  }
}
