package io.laserstreams.tools.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.dataset.DatasetFiles;
import io.laserstreams.tools.offline.DatasetOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SimulateTest {
  private static final double EXACTLY = 1e-9;
  private static final int EVENTS = 12;

  @TempDir Path folder;

  /** An event an hour. Seven impressions count, those after 5 to 11 events. */
  @Test
  void shouldSayHowStaleKnowledgeIsWhenItIsUsed() throws IOException {
    clicks("ann");
    List<JsonNode> figures = simulate(4, "every-change", "once", "growth:2", "events:3", "age:1d");
    assertFigures(figures.get(0), 8, 1, 0);
    assertFigures(figures.get(1), 1, 4 / 7.0, (0 + 1 + 2 + 3 + 4 + 5 + 6) / 7.0);
    assertFigures(figures.get(2), 2, 6 / 7.0, (0 + 1 + 2 + 3 + 4 + 0 + 1) / 7.0);
    assertFigures(figures.get(3), 3, 1, (0 + 1 + 2 + 0 + 1 + 2 + 0) / 7.0);
    assertFigures(figures.get(4), 1, 4 / 7.0, 3);
  }

  @Test
  void shouldEstimateTokensByTheAppsFormula() throws IOException {
    clicks("ann");
    // Five events of items without titles.
    assertEquals(200 + (1_000 + 5 * 16) / 4, simulate(4, "once").get(0).get("tokens").asLong());
  }

  @Test
  void shouldWeighUsersAndImpressions() throws IOException {
    clicks("ann", "bob");
    Files.writeString(
        folder.resolve("clicks.csv"),
        Files.readString(folder.resolve("clicks.csv"))
            .lines()
            .filter(line -> !line.startsWith("bob") || line.matches("bob,i[0-5],.*"))
            .limit(1 + EVENTS + 6)
            .collect(Collectors.joining("\n")));
    JsonNode once = simulate(4, "once").get(0);
    // Ann's seven impressions, four of them fresh; Bob's one, which is fresh.
    assertEquals(5 / 8.0, once.get("freshImpressions").asDouble(), EXACTLY);
    assertEquals((4 / 7.0 + 1) / 2, once.get("freshUsers").asDouble(), EXACTLY);
  }

  @Test
  void shouldKeepToABudget() throws IOException {
    clicks("ann", "bob", "cat", "dan");
    List<JsonNode> figures =
        simulate(4, "every-change", "every-change+budget:50%", "every-change+budget:1");
    long all = figures.get(0).get("tokens").asLong();
    assertEquals(4 * 8, figures.get(0).get("calls").asInt());
    JsonNode half = figures.get(1);
    assertEquals(0.5 * all / (EVENTS - 1), half.get("tokensPerHour").asDouble(), 1);
    double spent = half.get("tokens").asDouble() / all;
    assertTrue(spent > 0.25 && spent < 0.5, "nothing is due in the first hours: " + spent);
    assertTrue(half.get("eventsBehind").asDouble() > 0);
    assertEquals(1, figures.get(2).get("calls").asInt(), "one overdraws the account for days");
    assertTrue(figures.get(2).get("withoutKnowledge").asDouble() > 0.7);
  }

  @Test
  void shouldRefuseDriftWithoutTexts() throws IOException {
    clicks("ann");
    String message = assertThrows(UserException.class, () -> simulate(4, "drift:0.2")).getMessage();
    assertTrue(message.contains("clicks has none"), message);
  }

  @Test
  void shouldAskWhereTastesMove() throws IOException {
    List<JsonNode> figures =
        simulate(
            new DatasetFiles("../docs/examples/podcasts/podcasts.yaml", null),
            10,
            "once",
            "drift:0.5",
            "drift:0.2",
            "every-change");
    for (int i = 1; i < figures.size(); i++) {
      assertTrue(figures.get(i).get("calls").asLong() > figures.get(i - 1).get("calls").asLong());
      assertTrue(
          figures.get(i).get("drift").asDouble() < figures.get(i - 1).get("drift").asDouble());
    }
    assertEquals(200, figures.get(0).get("calls").asLong(), "each listener once");
    assertTrue(figures.get(2).get("drift").asDouble() < 0.2);
  }

  @Test
  void shouldMeasureWhatAPolicyIsWorth() throws IOException {
    AucOptions auc = new AucOptions("deepfm", 0.2, 1, 1);
    DatasetFiles files = new DatasetFiles("../docs/examples/podcasts/podcasts.yaml", null);
    List<JsonNode> figures = simulate(files, 10, auc, "every-change");
    assertEquals("none", figures.get(0).get("policy").asText());
    assertTrue(
        validationAuc(figures.get(1)) > validationAuc(figures.get(0)),
        "a model without histories learns tastes from what is known about users: " + figures);
    assertEquals(figures, simulate(files, 10, auc, "every-change"), "is repeatable");
  }

  private static double validationAuc(JsonNode row) {
    assertEquals(1, row.get("auc").size());
    assertTrue(row.get("auc").get(0).get("testAuc").asDouble() > 0.5, row.toString());
    return row.get("auc").get(0).get("validationAuc").asDouble();
  }

  @Test
  void shouldRefuseAucWithoutTexts() throws IOException {
    clicks("ann");
    DatasetFiles files = new DatasetFiles(folder.resolve("clicks.yaml").toString(), folder);
    AucOptions auc = new AucOptions("deepfm", 1, 1, 1);
    String message =
        assertThrows(UserException.class, () -> simulate(files, 4, auc, "once")).getMessage();
    assertTrue(message.contains("clicks has none"), message);
    assertTrue(message.endsWith("leave out --auc"), message);
  }

  private void clicks(String... users) throws IOException {
    Files.writeString(
        folder.resolve("clicks.yaml"),
        """
        name: clicks
        interactions:
          file: clicks.csv
          user: user
          item: item
          value: stars
          values: {from: 1, to: 5}
          time: {column: time, unit: seconds}
        label: {atLeast: 4}
        split: {by: time, earlier: 1, training: 0.8, validation: 0.1}
        features: {history: 5, valueBounds: [4]}
        """);
    StringBuilder rows = new StringBuilder("user,item,stars,time\n");
    for (String user : users) {
      for (int i = 0; i < EVENTS; i++) {
        rows.append(
            "%s,i%d,%d,%d\n".formatted(user, i % 10, 1 + i % 5, 1_700_000_000L + 3_600L * i));
      }
    }
    Files.writeString(folder.resolve("clicks.csv"), rows);
  }

  private List<JsonNode> simulate(int bound, String... policies) throws IOException {
    return simulate(
        new DatasetFiles(folder.resolve("clicks.yaml").toString(), folder), bound, policies);
  }

  private List<JsonNode> simulate(DatasetFiles files, int bound, String... policies)
      throws IOException {
    return simulate(files, bound, null, policies);
  }

  private List<JsonNode> simulate(
      DatasetFiles files, int bound, @Nullable AucOptions auc, String... policies)
      throws IOException {
    Path json = folder.resolve("figures.json");
    StringWriter out = new StringWriter();
    new Simulate(
            new SimulateOptions(
                new DatasetOptions(files, null, null),
                "bge-small-en-v15-q",
                List.of(policies),
                bound,
                Integer.MAX_VALUE,
                auc,
                json),
            new PrintWriter(out))
        .run();
    List<JsonNode> figures = new ArrayList<>();
    new ObjectMapper().readTree(json.toFile()).forEach(figures::add);
    assertEquals(auc != null, out.toString().contains("none "));
    for (String policy : policies) {
      assertTrue(out.toString().contains(policy + " "), out.toString());
    }
    return figures;
  }

  private static void assertFigures(
      JsonNode figures, long calls, double fresh, double eventsBehind) {
    assertEquals(calls, figures.get("calls").asLong(), figures.toString());
    assertEquals(fresh, figures.get("freshImpressions").asDouble(), EXACTLY, figures.toString());
    assertEquals(eventsBehind, figures.get("eventsBehind").asDouble(), EXACTLY, figures.toString());
  }
}
