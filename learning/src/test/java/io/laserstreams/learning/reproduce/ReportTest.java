package io.laserstreams.learning.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.SmallDataset;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.learning.offline.OfflinePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final OfflinePlan ALL = OfflinePlan.DEFAULT;
  private static final OfflinePlan TENTH = ALL.withFraction(0.1);

  @TempDir Path folder;

  private final Dataset data = SmallDataset.of(15, 20, 900, 1);
  private ResultsFolder results;

  @BeforeEach
  void open() {
    results = ResultsFolder.open(folder);
  }

  @Test
  void shouldReportHoweverFewRows() throws IOException {
    add(
        TestRows.row("din", "none", ALL, 0.80),
        TestRows.row("din", "item", TENTH, 0.81),
        TestRows.row("sim-soft", "none", ALL, 0.82),
        TestRows.row("sim-knowledge", "item", ALL, 0.83),
        TestRows.row("sim-knowledge", "item", TENTH, 0.815));
    String text = write();
    assertTrue(text.contains("| DIN | .7962 / .5425 | .8000 | .5000 | +0.48 % |  |"), text);
    assertTrue(
        text.contains("| DeepFM | .7915 / .5484 |  |  |  |  |"), "it was not trained: " + text);
    assertTrue(
        text.contains("| model | its own backbone | `sim-soft` without knowledge (.8200) |"), text);
    assertTrue(text.contains("| din + item | 10 % | not with 10 % |"), text);
    assertTrue(
        text.contains("| sim-knowledge + item | – | 100 % |"), "it has no backbone: " + text);
    assertTrue(text.contains("**timestamps partly reconstructed**"), text);
    assertTrue(text.contains("windows of at most 50,000 in"), text);
  }

  @Test
  void shouldCompareWithPublicLibrariesOfTheSameKind() throws IOException {
    add(
        TestRows.row("din", "none", ALL, 0.80),
        TestRows.row("din", "item", ALL, 0.81),
        TestRows.row("din", "none", TENTH, 0.77),
        TestRows.row("sim-soft", "none", ALL, 0.82));
    String text = write();
    assertTrue(text.contains("dropped; 4 epochs** | .7947; .8000; .8023 / .5365 | .7739 |"), text);
    assertTrue(
        text.contains("| ours: din | .8000 / .5000 | .7700 | 5.0 | -.0023 | -.0039 |"), text);
    assertTrue(text.contains("| ours: din + item | .8100 / .5000 | – | 5.0 | +.0077 | – |"), text);
    String trees = text.substring(text.indexOf("**LightGBM"), text.indexOf("**CatBoost"));
    assertTrue(trees.contains("ours: sim-soft |"), "the best without knowledge: " + trees);
    assertFalse(trees.contains("ours: din |"), trees);
  }

  @Test
  void shouldDistinguishSidesAdaptersAndSources() {
    ResultRow row = TestRows.row("din", "item", ALL, 0.8);
    var findings =
        new Findings(
            List.of(
                row, with(row, "target", "moe", "texts"), with(row, "both", "linear", "texts")));
    assertEquals(
        List.of("din + item", "din + item (linear)", "din + item (target side)"),
        findings.kinds().stream().map(findings::name).sorted().toList());
    var writers = new Findings(List.of(row, with(row, "both", "moe", "cheap")));
    assertEquals(
        List.of("din + item (cheap)", "din + item (texts)"),
        writers.kinds().stream().map(writers::name).toList());
  }

  @Test
  void shouldNameTheSourceOfKnowledgeOnce() throws IOException {
    add(TestRows.row("din", "item", ALL, 0.81));
    for (String note :
        List.of("", "Items: a writer.", "Items: a writer. Users: another.", "Items: a writer.")) {
      results.remember(Run.here("laser reproduce", data.fingerprint(), note, 1));
    }
    String text = write();
    assertTrue(text.contains("resampled users. Items: a writer. Users: another.\n"), text);
  }

  @Test
  void shouldRefuseToReportNothing() {
    var e = assertThrows(InvalidDatasetException.class, () -> new Report(data, results, List.of()));
    assertTrue(e.getMessage().contains("has no rows of ml-1m"), e.getMessage());
  }

  private void add(ResultRow... rows) {
    List.of(rows).forEach(results.results()::add);
  }

  private String write() throws IOException {
    return Files.readString(new Report(data, results, List.of()).write());
  }

  private static ResultRow with(ResultRow row, String side, String adapter, String texts) {
    var label = new ModelLabel(row.label().model(), row.label().knowledge(), side, adapter);
    return new ResultRow(
        label,
        texts,
        row.reading(),
        row.fraction(),
        row.seed(),
        row.validation(),
        row.test(),
        row.effort(),
        row.predictions(),
        row.settings());
  }
}
