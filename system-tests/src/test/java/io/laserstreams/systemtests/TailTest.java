package io.laserstreams.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.Records;
import io.laserstreams.systemtests.support.Transactions;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.tail.RecordFilter;
import io.laserstreams.tools.tail.StartPoint;
import io.laserstreams.tools.tail.Tail;
import io.laserstreams.tools.tail.TailOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a topic. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class TailTest {
  private static final StartPoint BEGINNING = new StartPoint.Beginning();
  private static final long TIME = 1_790_000_000_000L;

  @TempDir Path folder;

  @Test
  void shouldDecodeTheNewestMatchingRecords(Cluster cluster) {
    try (LaserSystem system = system(cluster, "newest.")) {
      for (int i = 0; i < 700; i++) {
        String user = i % 100 == 0 ? "ann" : "user-" + i % 7;
        system.sendAsync(
            Topic.INTERACTIONS, user, Records.click(user, TIME + i, "slate-" + i, "item-" + i % 5));
      }
      system.flush();

      List<JsonNode> newest = tail(system, "interactions", new StartPoint.Last(3), ofUser("ann"));
      assertEquals(List.of(400L, 500L, 600L), eventTimes(newest));
      JsonNode last = newest.get(2);
      assertEquals("ann", last.get("key").asText());
      assertEquals(KeyPartition.of("ann", LaserSystem.PARTITIONS), last.get("partition").asInt());
      assertEquals("CLICK", last.at("/value/kind").asText());
      assertEquals("slate-600", last.at("/value/impressionId").asText());
      assertTrue(last.at("/value/position").isNull());
      assertTrue(Instant.parse(last.get("time").asText()).isAfter(Instant.now().minusSeconds(600)));
      assertFalse(last.has("damaged") || last.has("headers") || last.has("schema"));

      List<String> all =
          times(tail(system, "interactions", BEGINNING, RecordFilter.NONE)).stream()
              .sorted()
              .toList();
      assertEquals(700, all.size());
      assertEquals(
          all.subList(690, 700),
          times(tail(system, "interactions", new StartPoint.Last(10), RecordFilter.NONE)));
      RecordFilter both = new RecordFilter(null, "ann", "item-0", "slate-300");
      assertEquals(List.of(300L), eventTimes(tail(system, "newest.interactions", BEGINNING, both)));
      assertEquals(
          0,
          tail(
                  system,
                  "interactions",
                  new StartPoint.Since(Instant.now().plusSeconds(60)),
                  RecordFilter.NONE)
              .size());
    }
  }

  @Test
  void shouldShowDamagedRecordsAndReadOn(Cluster cluster) {
    try (LaserSystem system = system(cluster, "damaged.")) {
      String items = system.topic(Topic.ITEMS);
      system.item("a", "Alien", "film");
      system.sendBytes(Topic.ITEMS, null, "text", "not Avro".getBytes(UTF_8));
      system.sendBytes(Topic.ITEMS, null, "unknown", new byte[] {0, 0, 1, 0, 0, 7});
      byte[] profile =
          new AvroSerializer<User>(system.schemas())
              .serialize(system.topic(Topic.USERS), new User("ann", Map.of(), TIME));
      system.sendBytes(Topic.ITEMS, null, "profile", profile);
      system.sendTombstone(Topic.ITEMS, "gone");
      system.item("b", "Brazil", "film");

      Map<String, JsonNode> lines = byKey(tail(system, "items", BEGINNING, RecordFilter.NONE));
      assertEquals(6, lines.size());
      assertEquals("Alien", lines.get("a").at("/value/title").asText());
      assertEquals("Brazil", lines.get("b").at("/value/title").asText());
      assertFalse(lines.get("b").has("damaged"));
      assertEquals("not Avro", lines.get("text").get("value").asText());
      assertDamaged(lines.get("text"), "Not in Confluent's wire format on " + items);
      assertEquals(6, lines.get("unknown").at("/value/bytes").asInt());
      assertEquals("AAABAAAH", lines.get("unknown").at("/value/base64").asText());
      assertDamaged(lines.get("unknown"), "knows no schema with id 65536");
      assertEquals("ann", lines.get("profile").at("/value/userId").asText());
      assertDamaged(lines.get("profile"), "Not a Item written with schema id");
      assertTrue(lines.get("gone").get("value").isNull());
      assertFalse(lines.get("gone").has("damaged"));

      RecordFilter gone = new RecordFilter(null, null, "gone", null);
      assertEquals(List.of("gone"), keys(tail(system, "items", BEGINNING, gone)));
    }
  }

  @Test
  void shouldShowCommittedRecordsUnlessAllAreWanted(Cluster cluster) {
    try (LaserSystem system = system(cluster, "committed.")) {
      Topic topic = Topic.INTERACTIONS;
      Transactions.commit(system, topic, Records.click("ann", TIME + 1, null, "a"), "ann");
      Transactions.abort(system, topic, Records.click("ann", TIME + 2, null, "a"), "ann");
      Transactions.commit(system, topic, Records.click("ann", TIME + 3, null, "a"), "ann");

      for (StartPoint start : List.of(BEGINNING, new StartPoint.Last(5))) {
        assertEquals(
            List.of(1L, 3L), eventTimes(tail(system, "interactions", start, RecordFilter.NONE)));
        StringWriter all = new StringWriter();
        new Tail(
                options(system, "interactions", start, RecordFilter.NONE, false, 9, false),
                new PrintWriter(all),
                new PrintWriter(new StringWriter()))
            .run();
        assertEquals(List.of(1L, 2L, 3L), eventTimes(json(all)));
      }
    }
  }

  @Test
  void shouldSummariseTheChunksOfAModel(Cluster cluster) {
    try (LaserSystem system = system(cluster, "models.")) {
      system.release("20260101T000000.000Z-0001", new byte[700_000]);
      List<JsonNode> lines = tail(system, "models", BEGINNING, RecordFilter.NONE);
      JsonNode chunk = lines.get(0);
      assertEquals(chunk.at("/value/chunk/sha256"), chunk.at("/value/chunk/bytes/sha256"));
      long bytes =
          lines.stream().mapToLong(line -> line.at("/value/chunk/bytes/bytes").asLong()).sum();
      assertEquals(700_000, bytes);
      lines.forEach(line -> assertTrue(line.toString().length() < 1_000, line.toString()));
      assertEquals(
          0.7, lines.get(lines.size() - 1).at("/value/release/metrics/auc").asDouble(), 1e-9);
    }
  }

  @Test
  void shouldFollowWhatComesUntilTheLimit(Cluster cluster) throws InterruptedException {
    try (LaserSystem system = system(cluster, "tail-follow.")) {
      system.click("old", "ann", "a", TIME + 1);
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      TailOptions options =
          options(system, "interactions", new StartPoint.Last(1), ofUser("ann"), true, 3, true);
      Thread tail =
          new Thread(
              () -> new Tail(options, new PrintWriter(out), new PrintWriter(err)).run(), "tail");
      tail.start();
      Await.until("the end", () -> err.toString().contains("waiting for more"));
      system.click("new", "ann", "a", TIME + 2);
      system.click("other", "bob", "a", TIME + 3);
      system.click("newer", "ann", "a", TIME + 4);
      system.click("beyond", "ann", "a", TIME + 5);
      tail.join(Await.PATIENCE.toMillis());
      assertFalse(tail.isAlive());
      assertEquals(List.of(1L, 2L, 4L), eventTimes(json(out)));
    }
  }

  @Test
  void shouldDecodeDeadLettersWithTheirReasons(Cluster cluster) {
    try (LaserSystem system = system(cluster, "tail-letters.")) {
      system.start(AppKind.KNOWLEDGE, Map.of("application.id", "tail-letters"));
      system.send(Topic.INTERACTIONS, "bob", Records.click("ann", TIME, null, "a"));
      system.sendBytes(Topic.INTERACTIONS, null, "ann", new byte[] {9, 9});
      system.sendBytes(Topic.INTERACTIONS, null, "cid", new byte[] {8, 8});
      system.deadLetters(3);

      Map<String, JsonNode> letters =
          byKey(tail(system, "dead-letters", BEGINNING, RecordFilter.NONE));
      assertEquals("wrong-key", letters.get("bob").at("/headers/laser.reason").asText());
      assertEquals("ann", letters.get("bob").at("/value/userId").asText());
      assertEquals("io.laserstreams.schema.Interaction", letters.get("bob").get("schema").asText());
      assertEquals("unreadable", letters.get("ann").at("/headers/laser.reason").asText());
      letters.values().forEach(line -> assertTrue(line.toString().length() < 4_000));
      assertEquals(
          Set.of("ann", "bob"),
          byKey(tail(system, "dead-letters", BEGINNING, ofUser("ann"))).keySet());
    }
  }

  @Test
  void shouldRefuseWhatNoRecordCanBe(Cluster cluster) {
    try (LaserSystem system = system(cluster, "tail-refused.")) {
      String unknown = refusal(system, "scors", RecordFilter.NONE);
      assertTrue(unknown.contains("'scors'") && unknown.contains(", scores, "), unknown);
      String filter = refusal(system, "items", ofUser("ann"));
      assertTrue(filter.contains("No record of items names userId 'ann'"), filter);
      StringWriter err = new StringWriter();
      new Tail(
              options(system, "scores", BEGINNING, RecordFilter.NONE, false, 1, true),
              new PrintWriter(new StringWriter()),
              new PrintWriter(err))
          .run();
      assertEquals("laser: no record of tail-refused.scores to print.", err.toString().strip());
    }
  }

  private LaserSystem system(Cluster cluster, String prefix) {
    return new LaserSystem(cluster, prefix, folder.resolve("state"));
  }

  private static RecordFilter ofUser(String user) {
    return new RecordFilter(null, user, null, null);
  }

  private static TailOptions options(
      LaserSystem system,
      String topic,
      StartPoint start,
      RecordFilter filter,
      boolean follow,
      long limit,
      boolean committed) {
    Cluster cluster = system.cluster();
    return new TailOptions(
        new ClusterSettings(
            null, cluster.bootstrapServers(), cluster.registryUrl(), system.prefix()),
        topic,
        start,
        filter,
        follow,
        limit,
        committed);
  }

  private static List<JsonNode> tail(
      LaserSystem system, String topic, StartPoint start, RecordFilter filter) {
    StringWriter out = new StringWriter();
    new Tail(
            options(system, topic, start, filter, false, Long.MAX_VALUE, true),
            new PrintWriter(out),
            new PrintWriter(new StringWriter()))
        .run();
    return json(out);
  }

  private static String refusal(LaserSystem system, String topic, RecordFilter filter) {
    return assertThrows(UserException.class, () -> tail(system, topic, BEGINNING, filter))
        .getMessage();
  }

  private static void assertDamaged(JsonNode line, String reason) {
    assertTrue(line.path("damaged").asText().contains(reason), line.toString());
  }

  private static List<JsonNode> json(StringWriter out) {
    return out.toString().lines().map(TailTest::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, JsonNode> byKey(List<JsonNode> lines) {
    return lines.stream().collect(Collectors.toMap(line -> line.get("key").asText(), line -> line));
  }

  private static List<String> keys(List<JsonNode> lines) {
    return lines.stream().map(line -> line.get("key").asText()).toList();
  }

  private static List<String> times(List<JsonNode> lines) {
    return lines.stream().map(line -> line.get("time").asText()).toList();
  }

  /** Counted from {@link #TIME}. */
  private static List<Long> eventTimes(List<JsonNode> lines) {
    return lines.stream().map(line -> line.at("/value/eventTime").asLong() - TIME).toList();
  }
}
