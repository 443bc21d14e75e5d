package io.laserstreams.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.crm.bundle.ModelBundle;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("torch")
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
      movies
          .append(m)
          .append("::Movie ")
          .append(m)
          .append(" (1999)::")
          .append(m % 2 == 0 ? "Drama" : "Comedy")
          .append('\n');
    }
    Files.writeString(folder.resolve("users.dat"), users);
    Files.writeString(folder.resolve("movies.dat"), movies);
    writeRatings(USERS);
    Files.createDirectory(folder.resolve("text"));
    Files.writeString(
        folder.resolve("text/item-knowledge.deepseek-chat.json"),
        "{\"1\": \"A comedy.\", \"2\": \"A drama.\"}");
  }

  private void writeRatings(int users) throws IOException {
    var ratings = new StringBuilder();
    var random = new Random(1);
    for (int r = 0; r < 3_000; r++) {
      int user = 1 + random.nextInt(users);
      int movie = 1 + random.nextInt(MOVIES);
      ratings
          .append(user)
          .append("::")
          .append(movie)
          .append("::")
          .append(user % 2 == movie % 2 ? 5 : 2)
          .append("::")
          .append(r)
          .append('\n');
    }
    Files.writeString(folder.resolve("ratings.dat"), ratings);
  }

  @Test
  void shouldTrainAndEvaluateWithKnowledge() throws IOException {
    assertEquals(
        0,
        run(
            "train",
            "--out",
            path("m.laser"),
            "--json",
            path("train.json"),
            "--vectors",
            path("vectors")));
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
    JsonNode choice = trained.get("choice");
    assertEquals(
        "ml-1m-target-attention-bge-small-en-v15-q-seed1-r%s-p%d"
            .formatted(choice.get("learningRate").asDouble(), choice.get("passes").asInt()),
        bundle.version());
    assertTrue(choice.get("tried").size() >= 5, choice.toString());
    double best = 0;
    double chosen = 0;
    for (JsonNode point : choice.get("tried")) {
      best = Math.max(best, point.get("validationAuc").asDouble());
      if (point.get("learningRate").equals(choice.get("learningRate"))
          && point.get("passes").equals(choice.get("passes"))) {
        chosen = point.get("validationAuc").asDouble();
      }
    }
    assertEquals(best, chosen, 0.001, "but for longer trainings that gain next to nothing");
    assertTrue(choice.get("samplesPerSecond").asDouble() > 0, choice.toString());
  }

  @Test
  void shouldTakeWhatIsNamedAndRepeatWhatWasChosen() throws IOException {
    CommandRun named =
        CommandRun.laser(
            "train",
            "--data",
            folder.toString(),
            "--no-knowledge",
            "--learning-rate",
            "0.01",
            "--passes",
            "3",
            "--out",
            path("named.laser"),
            "--json",
            path("named.json"));
    assertEquals(0, named.exitCode());
    assertTrue(
        named.out().contains("Training with learning rate 0.01, 3 passes, about"), named.out());
    assertEquals(1, json("named.json").at("/choice/tried").size());
    CommandRun chosen =
        CommandRun.laser(
            "train",
            "--data",
            folder.toString(),
            "--no-knowledge",
            "--learning-rate",
            "0.001,0.01",
            "--passes",
            "3",
            "--out",
            path("chosen.laser"));
    assertTrue(
        chosen.out().contains("Hint: the largest learning rate tried, 0.01, was best"),
        chosen.out());
    assertTrue(chosen.out().contains("--no-search takes the first"), chosen.out());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("named.laser")),
        Files.readAllBytes(folder.resolve("chosen.laser")),
        "how a point was found does not change its training");
    assertEquals(
        2,
        CommandRun.laser(
                "train", "--data", folder.toString(), "--passes", "0", "--out", path("n.laser"))
            .exitCode());
  }

  @Test
  void shouldTrainAndEvaluateWithStreamingFeatures() throws IOException {
    assertEquals(
        0,
        run(
            "train",
            "--no-search",
            "--out",
            path("s.laser"),
            "--no-knowledge",
            "--features",
            "streaming,-text",
            "--json",
            path("train.json")));
    assertEquals(0, run("evaluate", "--bundle", path("s.laser"), "--json", path("evaluate.json")));
    assertEquals(json("train.json").get("auc"), json("evaluate.json").get("auc"));
    assertTrue(
        json("evaluate.json").get("auc").asDouble() > 0.95,
        "AUC is " + json("evaluate.json").get("auc"));
    assertEquals(0, run("evaluate", "--bundle", path("s.laser"), "--refit", "--limit", "50"));
    ModelBundle bundle = ModelBundle.read(folder.resolve("s.laser"));
    assertTrue(
        bundle.version().startsWith("ml-1m-target-attention-ids-streaming-seed1-r"),
        bundle.version());
    assertTrue(bundle.fittedFactors().fittedUntil() > 0);
    assertEquals(
        2,
        run("train", "--no-search", "--out", path("s"), "--no-knowledge", "--features", "height"));
    assertEquals(
        2,
        run(
            "train",
            "--no-search",
            "--out",
            path("s"),
            "--no-knowledge",
            "--features",
            "user",
            "--freshness",
            "soon"));
    assertEquals(
        0,
        run(
            "train",
            "--no-search",
            "--out",
            path("now.laser"),
            "--no-knowledge",
            "--features",
            "user,item",
            "--freshness",
            "PT0S"));
    CommandRun replay =
        CommandRun.laser("replay", "--data", folder.toString(), "--bundle", path("now.laser"));
    assertEquals(2, replay.exitCode());
    assertTrue(replay.err().contains("Train one with --freshness PT1H"), replay.err());
  }

  /**
   * A new basis is applied to a user's newest 512 events: a bundle is judged as it is served,
   * through its own from the first event on.
   */
  @Test
  void shouldReportTheFiguresOfTheBundleAlsoWhereUsersHaveMoreEventsThanTheirStatesKeep()
      throws IOException {
    writeRatings(4);
    assertEquals(
        0,
        run(
            "train",
            "--no-search",
            "--out",
            path("s.laser"),
            "--no-knowledge",
            "--features",
            "taste,user",
            "--json",
            path("train.json")));
    assertEquals(0, run("evaluate", "--bundle", path("s.laser"), "--json", path("evaluate.json")));
    for (String figure :
        new String[] {"/auc", "/logLoss", "/validation/auc", "/validation/logLoss"}) {
      assertEquals(json("train.json").at(figure), json("evaluate.json").at(figure), figure);
    }
    double best = 0;
    for (JsonNode point : json("train.json").get("curve")) {
      best = Math.max(best, point.get("validationAuc").asDouble());
    }
    assertEquals(
        best,
        json("evaluate.json").at("/validation/auc").asDouble(),
        1e-4,
        "the curve is of the same features");
  }

  @Test
  void shouldSayWhyStrictFiguresAreNotThoseOfTheServedBundle() throws IOException {
    assertEquals(
        0,
        run(
            "train",
            "--no-search",
            "--out",
            path("s.laser"),
            "--no-knowledge",
            "--features",
            "item,user",
            "--strict",
            "--fraction",
            "0.5",
            "--json",
            path("train.json")));
    assertTrue(
        json("train.json")
            .get("note")
            .asText()
            .contains("--strict: item statistics learnt from the drawn training samples alone"),
        json("train.json").get("note").asText());
  }

  @Test
  void shouldSayWhatTheFilesCoverAndRefuseFilesOfOtherIds() throws IOException {
    CommandRun train =
        CommandRun.laser(
            "train",
            "--no-search",
            "--data",
            folder.toString(),
            "--out",
            path("m.laser"),
            "--vectors",
            path("vectors"));
    assertTrue(
        train
            .out()
            .startsWith(
                "movies.dat covers 30 of 30 items (100 %), users.dat 20 of 20 users (100 %),"
                    + " text/item-knowledge.deepseek-chat.json 2 of 30 items (7 %)\n"
                    + "Warning: 28 of 30 items, with 9"),
        train.out());
    CommandRun again =
        CommandRun.laser(
            "evaluate",
            "--data",
            folder.toString(),
            "--bundle",
            path("m.laser"),
            "--vectors",
            path("vectors"));
    assertTrue(
        again.out().contains("vectors has the vectors of 2 of 2 texts, none is encoded"),
        again.out());
    Files.writeString(
        folder.resolve("other.json"), "{\"tt1\": \"A comedy.\", \"tt2\": \"A drama.\"}");
    for (String command : List.of("train", "reproduce")) {
      CommandRun other =
          CommandRun.laser(
              command,
              "--data",
              folder.toString(),
              "--texts",
              path("other.json"),
              "--out",
              path("n.laser"));
      assertEquals(2, other.exitCode());
      assertTrue(
          other
              .err()
              .contains(
                  "0 of 30 items of the interactions are in other.json: the interactions have items"
                      + " '"),
          other.err());
    }
    assertFalse(Files.exists(folder.resolve("n.laser")));
    assertEquals(
        0,
        run(
            "train",
            "--no-search",
            "--out",
            path("n.laser"),
            "--texts",
            path("other.json"),
            "--no-knowledge"),
        "texts that nobody reads");
  }

  @Test
  void shouldRefuseInteractionsWithOtherIdsThanTheCatalogue() throws IOException {
    Files.writeString(
        folder.resolve("ratings.dat"),
        Files.readString(folder.resolve("ratings.dat"))
            .replaceAll("(?m)^(\\d+)::(\\d+)", "$1.0::$2.0"));
    for (String command : List.of("train", "reproduce", "replay")) {
      List<String> arguments =
          command.equals("train")
              ? List.of("--no-knowledge", "--out", path("m.laser"))
              : command.equals("reproduce") ? List.of("--out", path("r")) : List.of();
      CommandRun refused =
          CommandRun.laser(
              Stream.of(List.of(command, "--data", folder.toString()), arguments)
                  .flatMap(List::stream)
                  .toArray(String[]::new));
      assertEquals(2, refused.exitCode(), command);
      assertTrue(
          refused
              .err()
              .contains(
                  "0 of 30 items and 0 of 20 users of the interactions are in movies.dat,"
                      + " users.dat"),
          refused.err());
    }
    assertFalse(Files.exists(folder.resolve("m.laser")));
  }

  @Test
  void shouldLearnNothingFromOneClass() throws IOException {
    Files.writeString(
        folder.resolve("ratings.dat"),
        Files.readString(folder.resolve("ratings.dat")).replaceAll("(?m)::2::(\\d+)$", "::4::$1"));
    for (String command : List.of("train", "reproduce")) {
      CommandRun refused =
          CommandRun.laser(command, "--data", folder.toString(), "--out", path("m.laser"));
      assertEquals(2, refused.exitCode());
      assertTrue(
          refused
              .err()
              .contains(
                  "All of the 2,320 training samples are positive: the label rule is 'value above"
                      + " 3', and column 'stars' of ratings.dat has '"),
          refused.err());
    }
    assertFalse(Files.exists(folder.resolve("m.laser")));
  }

  @Test
  void shouldSayInWordsThatATestPartIsOfOneClass() throws IOException {
    List<String> ratings = Files.readAllLines(folder.resolve("ratings.dat"));
    List<String> last =
        ratings.subList(2_600, ratings.size()).stream()
            .map(rating -> rating.replaceAll("::2::(\\d+)$", "::5::$1"))
            .toList();
    Files.write(
        folder.resolve("ratings.dat"),
        Stream.concat(ratings.subList(0, 2_600).stream(), last.stream()).toList());
    CommandRun train =
        CommandRun.laser(
            "train",
            "--no-search",
            "--data",
            folder.toString(),
            "--no-knowledge",
            "--out",
            path("m.laser"),
            "--json",
            path("train.json"));
    assertEquals(0, train.exitCode(), train.err());
    assertTrue(
        train
            .out()
            .contains("Warning: All of the 290 test samples are positive: there is no AUC of them"),
        train.out());
    assertTrue(
        train.out().contains(", 290 samples, all of them positive: there is no AUC"), train.out());
    assertFalse(train.out().contains("NaN"), train.out());
    assertTrue(
        json("train.json").get("auc").isNull(),
        "a figure that could not be measured is null, no text");
    assertFalse(Files.readString(folder.resolve("train.json")).contains("NaN"));
    CommandRun reproduce =
        CommandRun.laser(
            "reproduce", "--data", folder.toString(), "--knowledge", "none", "--out", path("r"));
    assertEquals(2, reproduce.exitCode());
    assertTrue(reproduce.err().contains("Models cannot be compared on one class"), reproduce.err());
  }

  /** Chosen is the last point, and no bundle carries a figure that there is not. */
  @Test
  void shouldChooseTheLastPointWhereTheValidationPartIsOfOneClass() throws IOException {
    List<String> ratings = Files.readAllLines(folder.resolve("ratings.dat"));
    List<String> last =
        ratings.subList(2_300, ratings.size()).stream()
            .map(rating -> rating.replaceAll("::5::(\\d+)$", "::1::$1"))
            .toList();
    Files.write(
        folder.resolve("ratings.dat"),
        Stream.concat(ratings.subList(0, 2_300).stream(), last.stream()).toList());
    CommandRun train =
        CommandRun.laser(
            "train",
            "--no-search",
            "--data",
            folder.toString(),
            "--no-knowledge",
            "--out",
            path("m.laser"),
            "--json",
            path("train.json"));
    assertEquals(0, train.exitCode(), train.err());
    assertTrue(
        train
            .out()
            .contains(
                "Warning: None of the 290 validation samples is positive: nothing can be chosen by"
                    + " their AUC"),
        train.out());
    assertTrue(train.out().contains("validation AUC –, log loss"), train.out());
    assertTrue(json("train.json").at("/curve/0/validationAuc").isNull());
    assertEquals(
        Set.of("validation.logLoss"),
        ModelBundle.read(folder.resolve("m.laser")).metrics().keySet());
  }

  @Test
  void shouldSayWhereTheDatasetIsNotAsTheOneThatTheBundleLearntFrom() throws IOException {
    MadeUpDataset.write(folder);
    String description = path("plays.yaml");
    assertEquals(
        0,
        run(
            "train",
            "--no-search",
            "--dataset",
            description,
            "--no-knowledge",
            "--out",
            path("plays.laser")));
    assertEquals(
        0,
        run(
            "evaluate",
            "--dataset",
            description,
            "--bundle",
            path("plays.laser"),
            "--json",
            path("same.json")));
    assertEquals(0, json("same.json").get("differences").size());
    Files.writeString(
        folder.resolve("other.yaml"),
        Files.readString(folder.resolve("plays.yaml"))
            .replace("atLeast: 30", "atLeast: 60")
            .replace("{device: device}", "{gadget: device}"));
    CommandRun other =
        CommandRun.laser(
            "evaluate",
            "--dataset",
            path("other.yaml"),
            "--bundle",
            path("plays.laser"),
            "--json",
            path("other.json"));
    assertEquals(0, other.exitCode(), other.err());
    assertTrue(
        other
            .out()
            .contains(
                "Differs: Positive is 'value at least 60' here, where the model was trained it was"
                    + " 'value at least 30'"),
        other.out());
    assertTrue(
        other
            .out()
            .contains(
                "Differs: The model reads the context fields [device], which are not here: they are"
                    + " empty"),
        other.out());
    assertEquals(
        3,
        json("other.json").get("differences").size(),
        json("other.json").get("differences").toString());
  }

  @Test
  void shouldTrainWithoutKnowledgeOnAShareOfTheSamplesAndEvaluateTheFirstOnes() throws IOException {
    assertEquals(
        0,
        run(
            "train",
            "--no-search",
            "--out",
            path("ids.laser"),
            "--no-knowledge",
            "--fraction",
            "0.5",
            "--seed",
            "3"));
    assertEquals(
        0,
        run(
            "evaluate",
            "--bundle",
            path("ids.laser"),
            "--limit",
            "10",
            "--json",
            path("evaluate.json")));
    assertEquals(10, json("evaluate.json").get("samples").asInt());
    assertEquals(
        "ml-1m-target-attention-ids-seed3-f0.5-r0.004-p8",
        ModelBundle.read(folder.resolve("ids.laser")).version());
  }

  @Test
  void shouldTrainAsReproduceChose() throws IOException {
    assertEquals(
        0,
        run(
            "train",
            "--out",
            path("m.laser"),
            "--no-knowledge",
            "--learning-rate",
            "0.01",
            "--passes",
            "3",
            "--json",
            path("train.json")));
    JsonNode curve = json("train.json").get("curve");
    assertEquals(3 * 2_320, curve.get(curve.size() - 1).get("samples").asInt());
    assertEquals(
        "ml-1m-target-attention-ids-seed1-r0.01-p3",
        ModelBundle.read(folder.resolve("m.laser")).version());
    assertEquals(2, run("train", "--out", path("m"), "--no-knowledge", "--learning-rate", "0"));
    assertEquals(2, run("train", "--out", path("m"), "--no-knowledge", "--passes", "0"));
  }

  @Test
  void shouldTrainAndEvaluateADatasetThatOnlyItsDescriptionKnows() throws IOException {
    MadeUpDataset.write(folder);
    String description = path("plays.yaml");
    assertEquals(
        0,
        run(
            "train",
            "--no-search",
            "--dataset",
            description,
            "--out",
            path("plays.laser"),
            "--model",
            "target-attention:item:both:linear"));
    assertEquals(
        0,
        run(
            "evaluate",
            "--dataset",
            description,
            "--bundle",
            path("plays.laser"),
            "--json",
            path("plays.json")));
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
    assertEquals(
        2, run("train", "--no-search", "--out", path("m"), "--no-knowledge", "--fraction", "2"));
    assertEquals(2, run("train", "--no-search", "--out", path("m"), "--dataset", "ml-20m"));
    assertEquals(2, run("train", "--no-search", "--out", path("m"), "--features", "bogus"));
    Files.delete(folder.resolve("ratings.dat"));
    assertEquals(2, run("train", "--no-search", "--out", path("m"), "--no-knowledge"));
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
