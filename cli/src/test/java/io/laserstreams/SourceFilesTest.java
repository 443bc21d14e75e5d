package io.laserstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the formatter leaves alone in source files. */
class SourceFilesTest {
  private static final int MAX_COLUMNS = 100;
  private static final Path ROOT = Path.of("..");

  /** The formatter wraps neither text blocks nor literals without a blank. */
  @Test
  void shouldHaveNoLineOverTheLimit() throws IOException {
    List<Path> files = sources();
    assertTrue(files.size() > 1_000, "only " + files.size() + " source files below " + ROOT);

    List<String> tooLong = new ArrayList<>();
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        int columns = lines.get(i).codePointCount(0, lines.get(i).length());
        if (columns > MAX_COLUMNS) {
          tooLong.add("%s:%d has %d columns".formatted(ROOT.relativize(file), i + 1, columns));
        }
      }
    }
    assertEquals(List.of(), tooLong);
  }

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path sources : modules.map(module -> module.resolve("src")).toList()) {
        if (Files.isDirectory(sources)) {
          try (Stream<Path> below = Files.walk(sources)) {
            below.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
          }
        }
      }
    }
    return files;
  }
}
