package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.cluster.Cluster;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.systemtests.support.Records;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.inspect.InspectOptions;
import io.laserstreams.tools.inspect.Inspector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people see of one user or item of a living system. */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class InspectTest {
  private static final long TIME = 1_790_000_000_000L;

  @TempDir Path folder;

  @Test
  void shouldFollowAnItemAndAUserFromTheRequestToTheKnowledge(Cluster cluster) throws IOException {
    try (LaserSystem system = new LaserSystem(cluster, "inspect.", folder.resolve("state"))) {
      system.start(AppKind.KNOWLEDGE, Map.of("user.cold.start.events", "3"));
      system.item("film-1", "Alien", "Horror");
      system.send(Topic.USERS, "ann", new User("ann", Map.of("age", "25"), TIME));
      for (int i = 0; i < 2; i++) {
        system.send(Topic.INTERACTIONS, "ann", Records.click("ann", TIME + i, null, "film-1"));
      }
      Await.until(
          "the item to be asked about",
          () ->
              json(system, SubjectKind.ITEM, "film-1")
                  .at("/request/state")
                  .asText()
                  .equals("IN_FLIGHT"));
      JsonNode item = json(system, SubjectKind.ITEM, "film-1");
      assertEquals("Alien", item.at("/content/title").asText());
      assertFalse(item.has("knowledge") || item.has("history"), item.toString());
      assertEquals(1, item.at("/request/attempt").asInt());
      assertTrue(item.at("/prompt/user").asText().contains("\"Alien\""), item.toString());

      JsonNode cold = json(system, SubjectKind.USER, "ann");
      assertEquals("NOT_ASKED", cold.at("/request/state").asText());
      assertEquals(
          "none yet: 2 interactions are counted, and it takes 3 (user.cold.start.events)",
          cold.at("/request/explanation").asText());

      system.send(Topic.INTERACTIONS, "ann", Records.rating("ann", TIME + 9, null, "film-1", 4.5f));
      system.start(AppKind.WORKER, Map.of());
      system.records(Topic.KNOWLEDGE_USERS, Knowledge.class, 1);
      system.records(Topic.KNOWLEDGE_ITEMS, Knowledge.class, 1);
      JsonNode user = json(system, SubjectKind.USER, "ann");
      assertEquals("ANSWERED", user.at("/request/state").asText());
      assertEquals("25", user.at("/profile/fields/age").asText());
      assertEquals(3, user.at("/history/counted").asInt());
      assertEquals("Alien", user.at("/history/newest/2/title").asText());
      assertEquals(4.5, user.at("/history/newest/2/value").asDouble());
      assertFalse(user.at("/history/newest/0").has("value"));
      assertEquals(3, user.at("/knowledge/position").asInt());
      assertEquals("template:v1", user.at("/knowledge/generator").asText());
      assertEquals("2026-09-21T14:13:20.009Z", user.at("/knowledge/basedOnEventTime").asText());
      assertEquals(384, user.at("/knowledge/vectors/0/size").asInt());
      assertEquals(1, user.at("/knowledge/vectors/0/norm").asDouble(), 1e-3);
      assertEquals(1, user.get("answers").asInt());
      assertTrue(user.at("/prompt/user").asText().contains("\"Alien\""), user.toString());

      String text = run(system, SubjectKind.USER, "ann", false);
      for (String part :
          List.of(
              "User ann",
              "age 25, updated 2026-09-21T14:13:20Z",
              "2026-09-21T14:13:20.009Z  Alien (film-1) rated 4.5",
              "by template:v1, prompt none",
              "position 3, events up to 2026-09-21T14:13:20.009Z",
              "bge-small-en-v15-q, 384 values, norm 1.0000",
              "dead letters  none",
              user.at("/knowledge/text").asText())) {
        assertTrue(text.contains(part), "'" + part + "' is not in\n" + text);
      }
    }
  }

  @Test
  void shouldSayWhereItLookedForAnUnknownId(Cluster cluster) {
    try (LaserSystem system = new LaserSystem(cluster, "unknown.", folder.resolve("state"))) {
      system.item("film-1", "Alien", "Horror");
      String message =
          assertThrows(UserException.class, () -> run(system, SubjectKind.USER, "film-1", false))
              .getMessage();
      int partition = KeyPartition.of("film-1", LaserSystem.PARTITIONS);
      for (String topic :
          List.of("users", "interactions", "knowledge-users", "knowledge-requests")) {
        assertTrue(message.contains("unknown." + topic + "-" + partition), message);
      }
      assertTrue(message.endsWith("an item with this id: laser inspect item film-1"), message);
    }
  }

  private JsonNode json(LaserSystem system, SubjectKind kind, String id) {
    try {
      return new ObjectMapper().readTree(run(system, kind, id, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(LaserSystem system, SubjectKind kind, String id, boolean json) {
    var out = new StringWriter();
    ClusterSettings settings =
        new ClusterSettings(
            config(),
            system.cluster().bootstrapServers(),
            system.cluster().registryUrl(),
            system.prefix());
    new Inspector(
            new InspectOptions(settings, kind, id, json),
            InstantSource.system(),
            new PrintWriter(out))
        .run();
    return out.toString();
  }

  /** As an app's own file, with keys that others do not know. */
  private Path config() {
    try {
      return Files.writeString(
          folder.resolve("knowledge.properties"), "user.cold.start.events=3\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
