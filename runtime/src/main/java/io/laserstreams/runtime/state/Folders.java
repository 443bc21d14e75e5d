package io.laserstreams.runtime.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders and files of local state. */
public final class Folders {
  private Folders() {}

  /**
   * Writes a file atomically: after a crash, readers find either the previous content or the new
   * one. Creates its folder if it is missing.
   */
  public static void write(Path file, String text) {
    try {
      Path folder = requireNonNull(file.getParent(), () -> file + " is in no folder");
      Files.createDirectories(folder);
      Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Deletes a folder and all that is in it, if it exists. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
