package io.laserstreams.learning.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of earlier runs, byte by byte. */
class EarlierResultsTest {
  @TempDir Path folder;

  @Test
  void shouldReadAndWriteRowsAsBefore() throws IOException {
    assertRewritten("results.jsonl", ResultRow.class, ResultRow::settings);
    assertRewritten("search.jsonl", SearchRow.class, SearchRow::settings);
    assertRewritten("runs.jsonl", Run.class, Function.identity());
    assertRewritten("pairs.jsonl", Differences.Difference.class, Differences.Difference::pairs);
  }

  private <K, R> void assertRewritten(String name, Class<R> type, Function<R, K> key)
      throws IOException {
    Path earlier = copy(name);
    ResultsFile<K, R> now = ResultsFile.open(folder.resolve("now-" + name), type, key);
    ResultsFile.open(earlier, type, key).rows().forEach(now::add);
    assertEquals(Files.readString(earlier), Files.readString(folder.resolve("now-" + name)), name);
  }

  @Test
  void shouldFindTheFilesOfEarlierRows() throws IOException {
    for (ResultRow row :
        ResultsFile.open(copy("results.jsonl"), ResultRow.class, ResultRow::settings).rows()) {
      assertEquals(row.predictions(), PredictionFiles.name(row.settings()));
    }
  }

  private Path copy(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = EarlierResultsTest.class.getResourceAsStream("earlier/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }
}
