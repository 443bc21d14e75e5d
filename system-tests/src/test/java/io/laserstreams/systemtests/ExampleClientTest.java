package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Timings;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.ExampleClient;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.Transactions;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.RecordReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients in other languages, and in Java without this project's classes: they write the right
 * records to the right partitions, and find their own score among others.
 */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class ExampleClientTest {
  private static final String USER = "user-ü";
  private static final List<Topic> WRITTEN =
      List.of(Topic.ITEMS, Topic.USERS, Topic.IMPRESSIONS, Topic.INTERACTIONS);
  private static final List<String> ITEMS =
      List.of(
          "film-alien",
          "film-brazil",
          "film-casablanca",
          "film-dune",
          "film-elevator",
          "film-fargo",
          "film-gattaca",
          "film-heat");

  /** Longer than scoring takes to start, which happens inside it. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldServeTheClient(ExampleClient client, Cluster cluster) throws Exception {
    Path installed = client.install(folder);
    String prefix = client.name().toLowerCase(Locale.ROOT) + ".";
    try (LaserSystem system = new LaserSystem(cluster, prefix, folder.resolve("state"))) {
      Process process =
          client.start(installed, cluster.bootstrapServers(), cluster.registryUrl(), prefix, USER);
      try {
        Impression impression = system.records(Topic.IMPRESSIONS, Impression.class, 1).get(0);
        writeScoresOfOthers(system, impression);
        startScoring(system);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the client does not end");
        String err = Files.readString(installed.resolve("err"));
        assertEquals(0, process.exitValue(), err);

        ScoredSlate score = scoreOf(system, impression.getImpressionId());
        List<Interaction> interactions =
            system.recordsOf(Topic.INTERACTIONS, Interaction.class, USER);
        checkPrinted(Files.readString(installed.resolve("out")), score, interactions.get(0));
        checkCatalogue(system);
        checkInteractions(interactions, impression, score);
        checkPartitions(system);
        checkNothingRegistered(cluster, system);
        checkSample(system, impression, score);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void shouldSendTheItemsOfAFile(Cluster cluster) throws Exception {
    Path installed = ExampleClient.PYTHON.install(folder);
    String columns = "id,title,categories,text,year\n";
    Path csv =
        Files.writeString(
            folder.resolve("books.csv"), columns + "1,Bleu,novel|sea,\"A, b\",1999\n2,,,,\n");
    Path lines =
        Files.writeString(
            folder.resolve("more.jsonl"),
            "{\"id\": 3, \"categories\": [\"novel\"], \"year\": 2001}\n{\"id\": \"4\"}\n");
    try (LaserSystem system = new LaserSystem(cluster, "books.", folder.resolve("state"))) {
      List<Process> processes = new ArrayList<>();
      try {
        for (Path file : List.of(csv, lines)) {
          Process process =
              ExampleClient.PYTHON.start(
                  installed,
                  "--items",
                  file.toString(),
                  cluster.bootstrapServers(),
                  cluster.registryUrl(),
                  system.prefix(),
                  USER);
          processes.add(process);
          system.records(Topic.IMPRESSIONS, Impression.class, processes.size());
          assertTrue(
              Files.readString(installed.resolve("err"))
                  .contains("Writing 2 items (" + file + ")"));
        }
      } finally {
        processes.forEach(Process::destroyForcibly);
      }
      List<String> items =
          system.records(Topic.ITEMS, Item.class).stream()
              .map(
                  item ->
                      "%s '%s' '%s' %s %s"
                          .formatted(
                              item.getItemId(),
                              item.getTitle(),
                              item.getText(),
                              item.getCategories(),
                              item.getFields()))
              .sorted()
              .toList();
      assertEquals(
          List.of(
              "1 'Bleu' 'A, b' [novel, sea] {year=1999}",
              "2 '' '' [] {}",
              "3 '' '' [novel] {year=2001}",
              "4 '' '' [] {}"),
          items);
    }
  }

  /** None of these is the answer, though each looks like it in part. */
  private static void writeScoresOfOthers(LaserSystem system, Impression impression) {
    String id = impression.getImpressionId();
    Transactions.commit(system, Topic.SCORES, noScore(id, "another-user"), "another-user");
    Transactions.commit(system, Topic.SCORES, noScore("another-impression", USER), USER);
    Transactions.abort(system, Topic.SCORES, noScore(id, USER), USER);
  }

  private static ScoredSlate noScore(String impression, String user) {
    return new ScoredSlate(
        impression,
        user,
        0L,
        ScoreOutcome.EMPTY_SLATE,
        List.of(),
        null,
        false,
        false,
        false,
        0,
        null,
        null,
        null,
        new Timings(0L, 0L, 0L),
        0L);
  }

  private void startScoring(LaserSystem system) {
    system.start(
        AppKind.SCORING,
        Map.of(
            "model.bundle",
            Bundles.file(folder, "m1").toString(),
            "exploration.share",
            "0",
            "attribution.window.ms",
            Long.toString(WINDOW.toMillis()),
            // The next impression closes the window of the one before it.
            "attribution.windows.per.user.max",
            "1"));
  }

  /** The one committed score of the client's impression. */
  private static ScoredSlate scoreOf(LaserSystem system, String impression) {
    List<ScoredSlate> scores =
        system.recordsOf(Topic.SCORES, ScoredSlate.class, USER).stream()
            .filter(score -> score.getImpressionId().equals(impression))
            .toList();
    assertEquals(1, scores.size());
    return scores.get(0);
  }

  private static void checkPrinted(String out, ScoredSlate score, Interaction firstClick)
      throws Exception {
    assertEquals(1, out.lines().count(), out);
    JsonNode printed = new ObjectMapper().readTree(out);
    assertEquals(score.getImpressionId(), printed.get("impression").asText(), out);
    assertEquals(USER, printed.get("user").asText(), out);
    assertEquals("SCORED", printed.get("outcome").asText(), out);
    assertEquals("m1", printed.get("model").asText(), out);
    assertEquals(1, printed.get("historyLength").asInt(), out);
    assertEquals(firstClick.getEventTime(), printed.get("newestEventTime").asLong(), out);
    assertEquals(List.of("film-alien"), texts(printed.get("seen")), out);
    assertEquals(Set.copyOf(ITEMS), Set.copyOf(texts(printed.get("candidates"))), out);
    assertEquals(
        score.getCandidates().stream().map(ScoredCandidate::getItemId).toList(),
        texts(printed.get("candidates")),
        out);
    List<Double> probabilities = new ArrayList<>();
    printed.get("probabilities").forEach(value -> probabilities.add(value.asDouble()));
    assertEquals(
        score.getCandidates().stream().map(ScoredCandidate::getProbability).toList(),
        probabilities,
        out);
  }

  private static void checkCatalogue(LaserSystem system) {
    List<Item> items = system.records(Topic.ITEMS, Item.class);
    assertEquals(Set.copyOf(ITEMS), Set.copyOf(items.stream().map(Item::getItemId).toList()));
    assertEquals(ITEMS.size(), items.size());
    items.forEach(item -> assertEquals(List.of("film"), item.getCategories()));
    List<User> users = system.recordsOf(Topic.USERS, User.class, USER);
    assertEquals(1, users.size());
    assertEquals(Map.of("country", "NL"), users.get(0).getFields());
    assertEquals(USER, users.get(0).getUserId());
  }

  private static void checkInteractions(
      List<Interaction> interactions, Impression impression, ScoredSlate score) {
    String id = impression.getImpressionId();
    List<String> ranked = score.getCandidates().stream().map(ScoredCandidate::getItemId).toList();
    assertEquals(
        List.of(
            "CLICK film-alien null null",
            "SHOWN " + ranked.get(0) + " " + id + " 0",
            "SHOWN " + ranked.get(1) + " " + id + " 1",
            "SHOWN " + ranked.get(2) + " " + id + " 2",
            "CLICK " + ranked.get(1) + " " + id + " null"),
        interactions.stream()
            .map(
                event ->
                    event.getKind()
                        + " "
                        + event.getItemId()
                        + " "
                        + event.getImpressionId()
                        + " "
                        + event.getPosition())
            .toList());
    assertEquals(
        interactions.size(),
        new HashSet<>(interactions.stream().map(Interaction::getInteractionId).toList()).size());
    List<Long> times = new ArrayList<>();
    interactions.forEach(event -> times.add(event.getEventTime()));
    times.add(1, impression.getEventTime());
    for (int i = 1; i < times.size(); i++) {
      assertTrue(times.get(i - 1) < times.get(i), () -> "event times " + times);
    }
    assertEquals(InteractionKind.CLICK, interactions.get(0).getKind());
  }

  private static void checkPartitions(LaserSystem system) {
    for (Topic topic : WRITTEN) {
      try (RecordReader reader = system.reader(topic)) {
        List<RecordReader.Received> received = reader.pollToEnd();
        assertTrue(!received.isEmpty(), topic.baseName());
        received.forEach(
            each ->
                assertEquals(
                    KeyPartition.of(each.record().key(), LaserSystem.PARTITIONS),
                    each.record().partition(),
                    () -> topic.baseName() + " " + each.record().key()));
      }
    }
    try (RecordReader reader = system.reader(Topic.DEAD_LETTERS)) {
      assertEquals(List.of(), reader.pollToEnd());
    }
  }

  /** Clients look schemas up: each subject has the one version that provisioning registered. */
  private static void checkNothingRegistered(Cluster cluster, LaserSystem system) throws Exception {
    for (Topic topic : WRITTEN) {
      URI versions =
          URI.create(
              cluster.registryUrl()
                  + "/subjects/"
                  + topic.subjectOn(system.prefix())
                  + "/versions");
      assertEquals(
          "[1]",
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(versions).build(), BodyHandlers.ofString())
              .body());
    }
  }

  private static void checkSample(LaserSystem system, Impression impression, ScoredSlate score) {
    system.score("after", USER, System.currentTimeMillis(), "film-heat");
    List<TrainingSample> samples = system.records(Topic.SAMPLES, TrainingSample.class, 1);
    assertEquals(1, samples.size());
    TrainingSample sample = samples.get(0);
    assertEquals(impression.getImpressionId(), sample.getImpressionId());
    assertEquals(Map.of("device", "phone"), sample.getContext());
    assertEquals(Map.of("country", "NL"), sample.getProfile());
    assertEquals(
        List.of("film-alien"),
        sample.getHistory().stream().map(event -> event.getItemId()).toList());
    assertEquals(
        score.getCandidates().subList(0, 3).stream().map(ScoredCandidate::getItemId).toList(),
        sample.getCandidates().stream().map(SampleCandidate::getItemId).toList());
    assertEquals(
        List.of(0f, 1f, 0f),
        sample.getCandidates().stream().map(SampleCandidate::getLabel).toList());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
