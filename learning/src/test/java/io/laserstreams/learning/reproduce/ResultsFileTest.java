package io.laserstreams.learning.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.offline.OfflinePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
  @TempDir Path folder;

  private ResultsFile<ResultRow.Settings, ResultRow> open() {
    return ResultsFile.open(folder.resolve("results.jsonl"), ResultRow.class, ResultRow::settings);
  }

  @Test
  void shouldWriteWhatCouldNotBeMeasuredAsNullAndReadItAndWhatWasWrittenBefore()
      throws IOException {
    ResultRow row = TestRows.row("none", OfflinePlan.DEFAULT, Double.NaN);
    open().add(row);
    String line = Files.readString(folder.resolve("results.jsonl"));
    assertTrue(line.contains("\"testAuc\":null") && line.contains("\"testNdcg\":null"), line);
    assertFalse(line.contains("NaN"), line);
    assertEquals(row, open().find(row.settings()).orElseThrow());
    Files.writeString(
        folder.resolve("results.jsonl"), line.replace("\"testAuc\":null", "\"testAuc\":\"NaN\""));
    assertEquals(row, open().find(row.settings()).orElseThrow());
  }
}
