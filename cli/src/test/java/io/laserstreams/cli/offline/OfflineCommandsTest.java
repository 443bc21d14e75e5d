package io.laserstreams.cli.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.cli.CommandRun;
import io.laserstreams.cli.Laser;
import io.laserstreams.crm.bundle.ModelBundle;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineCommandsTest {
  private static final int USERS = 20;
  private static final int MOVIES = 30;

  @TempDir Path folder;

  @BeforeEach
  void writeASmallDataset() throws IOException {
    var users = new StringBuilder();
    for (int u = 1; u <= USERS; u++) {
      users.append(u).append("::").append(u % 2 == 0 ? "F" : "M").append("::25::1::12345\n");
    }
    var movies = new StringBuilder();
    for (int m = 1; m <= MOVIES; m++) {
      movies.append(m).append("::Movie ").append(m).append(" (1999)::").append(m % 2 == 0 ? "Drama" : "Comedy").append('\n');
    }
    Files.writeString(folder.resolve("users.dat"), users);
    Files.writeString(folder.resolve("movies.dat"), movies);
    writeRatings(USERS);
    Files.createDirectory(folder.resolve("text"));
    Files.writeString(folder.resolve("text/item-knowledge.deepseek-chat.json"), "{\"1\": \"A comedy.\", \"2\": \"A drama.\"}");
  }

  private void writeRatings(int users) throws IOException {
    var ratings = new StringBuilder();
    var random = new Random(1);
    for (int r = 0; r < 3_000; r++) {
      int user = 1 + random.nextInt(users);
      int movie = 1 + random.nextInt(MOVIES);
      ratings.append(user).append("::").append(movie).append("::").append(user % 2 == movie % 2 ? 5 : 2).append("::").append(r).append('\n');
    }
    Files.writeString(folder.resolve("ratings.dat"), ratings);
  }

  @Test
  void shouldTrainAndEvaluateWithKnowledge() throws IOException {
    assertEquals(0, run("train", "--out", path("m.laser"), "--json", path("train.json"), "--vectors", path("vectors")));
    assertEquals(0, run("evaluate", "--bundle", path("m.laser"), "--json", path("evaluate.json")));
    JsonNode trained = json("train.json");
    JsonNode evaluated = json("evaluate.json");
    for (String figure : new String[] {"auc", "logLoss", "samples"}) {
      assertEquals(trained.get(figure), evaluated.get(figure));
      assertEquals(trained.get("validation").get(figure), evaluated.get("validation").get(figure));
    }
    assertEquals(290, evaluated.get("samples").asInt());
    assertTrue(trained.get("curve").size() >= 1);
    ModelBundle bundle = ModelBundle.read(folder.resolve("m.laser"));
    assertEquals("bge-small-en-v15-q", bundle.spec().itemEncoder().id());
    assertEquals("ml-1m-target-attention-bge-small-en-v15-q-seed1", bundle.version());
  }

  @Test
  void shouldTrainAndEvaluateWithStreamingFeatures() throws IOException {
    assertEquals(0, run("train", "--out", path("s.laser"), "--no-knowledge", "--features", "streaming,-text", "--json", path("train.json")));
    assertEquals(0, run("evaluate", "--bundle", path("s.laser"), "--json", path("evaluate.json")));
    assertEquals(json("train.json").get("auc"), json("evaluate.json").get("auc"));
    assertTrue(json("evaluate.json").get("auc").asDouble() > 0.95, "AUC is " + json("evaluate.json").get("auc"));
    assertEquals(0, run("evaluate", "--bundle", path("s.laser"), "--refit", "--limit", "50"));
    ModelBundle bundle = ModelBundle.read(folder.resolve("s.laser"));
    assertEquals("ml-1m-target-attention-ids-streaming-seed1", bundle.version());
    assertTrue(bundle.basis().fittedUntil() > 0);
    assertEquals(2, run("train", "--out", path("s"), "--no-knowledge", "--features", "height"));
    assertEquals(2, run("train", "--out", path("s"), "--no-knowledge", "--features", "user", "--freshness", "soon"));
    assertEquals(0, run("train", "--out", path("now.laser"), "--no-knowledge", "--features", "user,item", "--freshness", "PT0S"));
    CommandRun replay = CommandRun.laser("replay", "--data", folder.toString(), "--bundle", path("now.laser"));
    assertEquals(2, replay.exitCode());
    assertTrue(replay.err().contains("Train one with --freshness PT1H"), replay.err());
  }

  /** A new basis is applied to a user's newest 512 events: a bundle is judged as it is served, through its own from the first event on. */
  @Test
  void shouldReportTheFiguresOfTheBundleAlsoWhereUsersHaveMoreEventsThanTheirStatesKeep() throws IOException {
    writeRatings(4);
    assertEquals(0, run("train", "--out", path("s.laser"), "--no-knowledge", "--features", "taste,user", "--json", path("train.json")));
    assertEquals(0, run("evaluate", "--bundle", path("s.laser"), "--json", path("evaluate.json")));
    for (String figure : new String[] {"/auc", "/logLoss", "/validation/auc", "/validation/logLoss"}) {
      assertEquals(json("train.json").at(figure), json("evaluate.json").at(figure), figure);
    }
    double best = 0;
    for (JsonNode point : json("train.json").get("curve")) {
      best = Math.max(best, point.get("validationAuc").asDouble());
    }
    assertEquals(best, json("evaluate.json").at("/validation/auc").asDouble(), 1e-4, "the curve is of the same features");
  }

  @Test
  void shouldSayWhyStrictFiguresAreNotThoseOfTheServedBundle() throws IOException {
    assertEquals(0, run("train", "--out", path("s.laser"), "--no-knowledge", "--features", "item,user", "--strict", "--fraction", "0.5",
        "--json", path("train.json")));
    assertTrue(json("train.json").get("note").asText().contains("--strict: item statistics learnt from the drawn training samples alone"),
        json("train.json").get("note").asText());
  }

  @Test
  void shouldTrainWithoutKnowledgeOnAShareOfTheSamplesAndEvaluateTheFirstOnes() throws IOException {
    assertEquals(0, run("train", "--out", path("ids.laser"), "--no-knowledge", "--fraction", "0.5", "--seed", "3"));
    assertEquals(0, run("evaluate", "--bundle", path("ids.laser"), "--limit", "10", "--json", path("evaluate.json")));
    assertEquals(10, json("evaluate.json").get("samples").asInt());
    assertEquals("ml-1m-target-attention-ids-seed3-f0.5", ModelBundle.read(folder.resolve("ids.laser")).version());
  }

  @Test
  void shouldTrainAsReproduceChose() throws IOException {
    assertEquals(0, run("train", "--out", path("m.laser"), "--no-knowledge", "--learning-rate", "0.01", "--passes", "3",
        "--json", path("train.json")));
    JsonNode curve = json("train.json").get("curve");
    assertEquals(3 * 2_320, curve.get(curve.size() - 1).get("samples").asInt());
    assertEquals("ml-1m-target-attention-ids-seed1-r0.01-p3", ModelBundle.read(folder.resolve("m.laser")).version());
    assertEquals(2, run("train", "--out", path("m"), "--no-knowledge", "--learning-rate", "0"));
    assertEquals(2, run("train", "--out", path("m"), "--no-knowledge", "--passes", "0"));
  }

  @Test
  void shouldTrainAndEvaluateADatasetThatOnlyItsDescriptionKnows() throws IOException {
    MadeUpDataset.write(folder);
    String description = path("plays.yaml");
    assertEquals(0, run("train", "--dataset", description, "--out", path("plays.laser"), "--model", "target-attention:item:both:linear"));
    assertEquals(0, run("evaluate", "--dataset", description, "--bundle", path("plays.laser"), "--json", path("plays.json")));
    JsonNode evaluated = json("plays.json");
    assertTrue(evaluated.get("measures").has("ndcg10"), "its slates have several candidates");
    assertTrue(evaluated.get("auc").asDouble() > 0.6, "AUC is " + evaluated.get("auc"));
    ModelBundle bundle = ModelBundle.read(folder.resolve("plays.laser"));
    assertTrue(bundle.version().startsWith("plays-"), bundle.version());
    assertEquals(List.of("device"), bundle.spec().contextFields());
  }

  @Test
  void shouldSayWhatIsWrongInsteadOfFailing() throws IOException {
    assertEquals(2, run("evaluate", "--bundle", path("none")));
    assertEquals(2, run("evaluate", "--bundle", path("users.dat")));
    assertEquals(2, run("train", "--out", path("m"), "--no-knowledge", "--fraction", "2"));
    assertEquals(2, run("train", "--out", path("m"), "--dataset", "ml-20m"));
    Files.delete(folder.resolve("ratings.dat"));
    assertEquals(2, run("train", "--out", path("m"), "--no-knowledge"));
  }

  private int run(String command, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = command;
    all[1] = "--data";
    all[2] = folder.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Laser.run(all);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(new File(path(name)));
  }
}
