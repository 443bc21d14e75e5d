package io.laserstreams.tools.knowledge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.knowledge.budget.TokenBudget;
import io.laserstreams.knowledge.metrics.BudgetMetrics;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.subject.InFlightCounter;
import io.laserstreams.knowledge.subject.RefreshReason;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.knowledge.subject.Subjects;
import io.laserstreams.knowledge.subject.Waiting;
import io.laserstreams.knowledge.subject.WaitingCounter;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.schema.SubjectKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the app's own meters serve. */
class KnowledgeReportTest {
  private static final long NOW = 10_000_000;

  @TempDir Path folder;
  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void shouldAddUpWhatAllInstancesMeasure() throws IOException {
    URI first = serve(instance(3, 130));
    URI second = serve(instance(2, 60));
    Path json = folder.resolve("report.json");
    StringWriter out = new StringWriter();
    new KnowledgeReport(new ReportOptions(List.of(first, second), json), new PrintWriter(out))
        .run();

    JsonNode users = new ObjectMapper().readTree(json.toFile()).get(0);
    assertEquals("user", users.get("kind").asText());
    JsonNode drift = users.get("reasons").get(3);
    assertEquals("drift", drift.get("reason").asText());
    assertEquals(2, drift.get("due").asLong());
    assertEquals(2, drift.get("postponed").asLong());
    assertEquals(5, drift.get("waiting").asLong());
    assertEquals(2, users.get("asked").asLong());
    assertEquals(2, users.get("repeated").asLong());
    assertEquals(2, users.get("answered").asLong());
    assertEquals(2, users.get("givenUp").asLong());
    assertEquals(130, users.get("oldestWaitingSeconds").asDouble());
    assertEquals(4, users.get("answerSeconds").asDouble());
    assertEquals(90, users.get("waitSeconds").asDouble());
    assertEquals(1_400, users.get("measuredTokens").asLong());
    assertEquals(600, users.get("estimatedTokens").asLong());
    assertEquals(-200, users.get("balance").asDouble(), 1e-6);
    JsonNode items = new ObjectMapper().readTree(json.toFile()).get(1);
    assertEquals(0, items.get("asked").asLong());
    assertTrue(items.get("answerSeconds").isNull());

    for (String line :
        List.of(
            "users: asked about 2, 2 again after a timeout; 2 answered, 0 in flight, 2 given up",
            "longest waiting 2 min 10 s; on average 4.0 s to an answer, 1 min 30 s in the queue",
            "tokens of answers: 1,400 measured, 600 estimated; may be spent now: -200",
            "items: asked about 0")) {
      assertTrue(out.toString().contains(line), line + " is not in\n" + out);
    }
    assertTrue(out.toString().matches("(?s).*\n  drift +2 +2 +5\n.*"), out.toString());
  }

  @Test
  void shouldSayIfItIsAnotherApp() throws IOException {
    URI scoring = serve("laser_ready{app=\"scoring\"} 1.0\n");
    String message = assertThrows(UserException.class, () -> report(scoring).run()).getMessage();
    assertTrue(message.startsWith("At " + scoring + " is no streams-knowledge"), message);
  }

  @Test
  void shouldSayIfNobodyAnswers() throws IOException {
    URI gone = serve("");
    stop();
    String message = assertThrows(UserException.class, () -> report(gone).run()).getMessage();
    assertTrue(message.startsWith("streams-knowledge does not answer at " + gone), message);
    assertTrue(message.contains("--knowledge"), message);
  }

  private static KnowledgeReport report(URI address) {
    return new KnowledgeReport(
        new ReportOptions(List.of(address), null), new PrintWriter(new StringWriter()));
  }

  /** What an instance serves on which so many users wait, and for so many seconds the longest. */
  private static String instance(int waiting, int seconds) {
    try (AppMetrics app = new AppMetrics("knowledge")) {
      KnowledgeMetrics metrics =
          new KnowledgeMetrics(app.registry(), () -> Instant.ofEpochMilli(NOW));
      WaitingCounter counter = new WaitingCounter();
      Subjects subjects =
          new Subjects(
              new InMemoryByteStore(),
              new OrderedMemory(),
              new OrderedMemory(),
              new InFlightCounter(),
              counter);
      for (int i = 0; i < waiting; i++) {
        Waiting since = new Waiting(RefreshReason.DRIFT, NOW - 1_000L * seconds + 1_000L * i, i);
        subjects.replace(SubjectKey.user("u" + i), null, SubjectState.created(1).waiting(since));
      }
      TokenBudget budget = new TokenBudget(1_000, 0.5);
      budget.spend(SubjectKind.USER, 100);
      metrics.budget().add(new BudgetMetrics.Task(counter, budget));
      metrics.budget().due(SubjectKind.USER, RefreshReason.DRIFT, true);
      metrics.budget().waited(SubjectKind.USER, 90_000);
      metrics.budget().spent(SubjectKind.USER, 700, true);
      metrics.budget().spent(SubjectKind.USER, 300, false);
      metrics.requested(SubjectKind.USER, 1);
      metrics.requested(SubjectKind.USER, 2);
      metrics.accepted(SubjectKind.USER);
      metrics.abandoned(SubjectKind.USER);
      metrics.answerTime(SubjectKind.USER, 4_000);
      return app.scrape();
    }
  }

  private URI serve(String text) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] bytes = text.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
