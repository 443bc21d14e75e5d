package io.laserstreams.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("torch")
class ReproduceCommandTest {
  @TempDir Path folder;

  @Test
  void shouldCompareModelsOnAnyDataset() throws IOException {
    MadeUpDataset.write(folder);
    Path json = folder.resolve("rows.json");
    int code =
        Laser.run(
            "reproduce",
            "--dataset",
            folder.resolve("plays.yaml").toString(),
            "--models",
            "target-attention",
            "--knowledge",
            "none",
            "--fractions",
            "0.5,1",
            "--seeds",
            "1",
            "--no-search",
            "--out",
            folder.resolve("out").toString(),
            "--json",
            json.toString());
    assertEquals(0, code);
    JsonNode rows = new ObjectMapper().readTree(json.toFile());
    assertEquals(2, rows.size());
    assertEquals("target-attention", rows.get(0).get("model").asText());
    assertTrue(
        rows.get(1).get("testAuc").isNumber() && rows.get(1).get("testNdcg").isNumber(),
        rows.toString());
    String report = Files.readString(folder.resolve("out/report.md"));
    assertTrue(report.contains("# plays: models compared"), report);
    assertTrue(report.contains("laser reproduce --dataset"), report);
    assertFalse(Files.exists(folder.resolve("out/search.jsonl")), "nothing was to be chosen");
  }

  @Test
  void shouldChooseTheRateAndThePassesWhereNoneAreNamed() throws IOException {
    MadeUpDataset.write(folder);
    assertEquals(
        0,
        Laser.run(
            "reproduce",
            "--dataset",
            folder.resolve("plays.yaml").toString(),
            "--models",
            "deepfm",
            "--knowledge",
            "none",
            "--fractions",
            "0.5",
            "--seeds",
            "1",
            "--out",
            folder.resolve("out").toString()));
    try (var tried = Files.lines(folder.resolve("out/search.jsonl"))) {
      assertTrue(tried.count() >= 5, "the start and its neighbours");
    }
  }

  @Test
  void shouldCompareWithStreamingFeaturesThatLearnFromFewerSamplesToo() throws IOException {
    MadeUpDataset.write(folder);
    Path json = folder.resolve("rows.json");
    int code =
        Laser.run(
            "reproduce",
            "--dataset",
            folder.resolve("plays.yaml").toString(),
            "--models",
            "target-attention",
            "--knowledge",
            "none",
            "--features",
            "item,user",
            "--freshness",
            "PT0S",
            "--strict",
            "--fractions",
            "0.5",
            "--seeds",
            "1",
            "--no-search",
            "--out",
            folder.resolve("out").toString(),
            "--json",
            json.toString());
    assertEquals(0, code);
    JsonNode rows = new ObjectMapper().readTree(json.toFile());
    assertEquals(3, rows.size());
    assertEquals("none", rows.get(0).get("features").asText());
    assertEquals("item,user", rows.get(2).get("features").asText());
    assertTrue(
        rows.get(2).get("strict").asBoolean() && !rows.get(1).get("strict").asBoolean(),
        rows.toString());
    assertEquals(
        2,
        Laser.run(
            "reproduce",
            "--features",
            "no-such-feature",
            "--dataset",
            folder.resolve("plays.yaml").toString(),
            "--models",
            "target-attention",
            "--knowledge",
            "none",
            "--out",
            folder.resolve("other").toString()));
  }

  @Test
  void shouldWriteTheReportAnewWithoutTraining() throws IOException {
    MadeUpDataset.write(folder);
    String dataset = folder.resolve("plays.yaml").toString();
    String out = folder.resolve("out").toString();
    assertEquals(
        2,
        Laser.run("reproduce", "--dataset", dataset, "--out", out, "--only-report"),
        "there is nothing to report");
    assertEquals(
        0,
        Laser.run(
            "reproduce",
            "--dataset",
            dataset,
            "--models",
            "deepfm",
            "--knowledge",
            "none",
            "--fractions",
            "1",
            "--seeds",
            "1",
            "--no-search",
            "--out",
            out));
    String report = Files.readString(folder.resolve("out/report.md"));
    String rows = Files.readString(folder.resolve("out/results.jsonl"));
    Files.delete(folder.resolve("out/report.md"));
    assertEquals(0, Laser.run("reproduce", "--dataset", dataset, "--out", out, "--only-report"));
    assertEquals(report, Files.readString(folder.resolve("out/report.md")));
    assertEquals(rows, Files.readString(folder.resolve("out/results.jsonl")));
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertEquals(2, Laser.run("reproduce", "--dataset", "no-such-data"));
    assertEquals(2, Laser.run("reproduce", "--models", "no-such-model"));
    assertEquals(2, Laser.run("reproduce", "--fractions", "2"));
  }
}
