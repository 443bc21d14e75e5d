package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At most two requests of a kind are in flight. */
class RequestLimitsTest {
  @TempDir Path dir;
  private Harness app;

  @BeforeEach
  void open() {
    app = open("app", 1, 2);
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldAskAboutTheNextWhenOneIsAnswered() {
    for (int i = 1; i <= 4; i++) {
      app.item("m" + i, "A heist.", i);
    }
    List<KnowledgeRequest> asked = app.requests();
    assertEquals(List.of("m1", "m2"), subjects(asked));
    assertEquals(2, app.gauge("laser.knowledge.in.flight", "kind", "item"));
    assertEquals(2, app.gauge("laser.knowledge.waiting", "kind", "item", "reason", "cold-start"));
    app.advance(Duration.ofSeconds(5));
    assertEquals(List.of(), app.requests());
    app.answer(asked.get(0));
    assertEquals(List.of("m4"), subjects(app.requests()), "the latest item first, at once");
    app.answer(asked.get(1));
    assertEquals(List.of("m3"), subjects(app.requests()));
    assertEquals(0, app.keys(KnowledgeTopology.QUEUE));
  }

  @Test
  void shouldBoundEachKindByItself() {
    for (int i = 1; i <= 4; i++) {
      app.item("m" + i, "A heist.", i);
    }
    app.requests();
    app.clicks("u", 1, 3);
    assertEquals("u", app.onlyRequest().getSubjectId());
  }

  @Test
  void shouldAskWithWhatIsKnownWhenTheTurnComes() {
    app.clicks("a", 1, 3);
    app.clicks("b", 1, 3);
    List<KnowledgeRequest> asked = app.requests();
    app.clicks("c", 1, 3);
    app.clicks("c", 4, 9);
    app.answer(asked.get(0));
    KnowledgeRequest request = app.onlyRequest();
    assertEquals("c", request.getSubjectId());
    assertEquals(9, request.getPosition());
  }

  @Test
  void shouldAskAboutWhoWaitsWhenOneInFlightIsDeleted() {
    app.clicks("a", 1, 3);
    app.clicks("b", 1, 3);
    app.clicks("c", 1, 3);
    app.requests();
    app.sendBytes(Topic.USERS, "a", null);
    app.advance(Duration.ofSeconds(1));
    assertEquals("c", app.onlyRequest().getSubjectId());
  }

  @Test
  void shouldGiveEachPartitionItsShareAndAtLeastOne() {
    assertEquals(2, inFlightOfOnePartition("share", 4, 6));
    assertEquals(1, inFlightOfOnePartition("least", 4, 2));
  }

  private double inFlightOfOnePartition(String name, int partitions, int max) {
    try (Harness other = open(name, partitions, max)) {
      for (int i = 0; i < 40; i++) {
        other.item("m" + i, "A heist.", i);
      }
      return other.gauge("laser.knowledge.in.flight", "kind", "item");
    }
  }

  private Harness open(String name, int partitions, int max) {
    return new Harness(
        dir.resolve(name), partitions, Map.of("request.in.flight.max", Integer.toString(max)));
  }

  private static List<String> subjects(List<KnowledgeRequest> requests) {
    return requests.stream().map(KnowledgeRequest::getSubjectId).toList();
  }
}
