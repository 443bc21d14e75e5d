package io.laserstreams.runtime;

import io.laserstreams.runtime.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a folder as {@code kill -9} would leave them now. */
public final class CrashCopy {
  private CrashCopy() {}

  public static void of(Path folder, Path copy) {
    try {
      while (!copied(folder, copy)) { // The folder was written to meanwhile.
        Folders.delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean copied(Path folder, Path copy) throws IOException {
    try {
      Map<Path, Long> before = sizes(folder);
      for (Path file : before.keySet()) {
        Path to = copy.resolve(folder.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
      return before.equals(sizes(folder));
    } catch (NoSuchFileException | UncheckedIOException e) { // the latter from walking
      return false;
    }
  }

  private static Map<Path, Long> sizes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.endsWith("LOCK"))
          .collect(
              Collectors.toMap(
                  file -> file, file -> file.toFile().length(), (one, other) -> one, TreeMap::new));
    }
  }
}
