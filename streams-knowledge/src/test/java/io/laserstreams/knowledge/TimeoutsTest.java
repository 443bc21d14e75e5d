package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timeout of 60 s, doubled up to 150 s, 4 attempts. */
class TimeoutsTest {
  @TempDir Path dir;
  private Harness app;

  @BeforeEach
  void open() {
    app = new Harness(dir);
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldRepeatARequestWithTheSameIdAndGrowingPauses() {
    app.clicks("u", 1, 3);
    KnowledgeRequest first = app.onlyRequest();
    seconds(59);
    assertEquals(List.of(), app.requests());
    seconds(1);
    KnowledgeRequest second = app.onlyRequest();
    assertEquals(first.getRequestId(), second.getRequestId());
    assertEquals(2, second.getAttempt());
    assertEquals(first.getHistory(), second.getHistory());
    assertEquals(app.now(), second.getRequestedAt());
    seconds(119);
    assertEquals(List.of(), app.requests());
    seconds(1);
    assertEquals(3, app.onlyRequest().getAttempt());
    seconds(149);
    assertEquals(List.of(), app.requests());
    seconds(1);
    assertEquals(4, app.onlyRequest().getAttempt());
    assertEquals(3, app.count("laser.knowledge.timeouts", "kind", "user"));
    assertEquals(480 - 150, app.gauge("laser.knowledge.oldest.question.seconds", "kind", "user"));
  }

  @Test
  void shouldGiveUpAfterTheLastAttemptWithADeadLetter() {
    app.item("m", "A heist.", 10);
    KnowledgeRequest first = app.onlyRequest();
    seconds(60 + 120 + 150 + 150);
    app.requests();
    assertEquals(1, app.count("laser.knowledge.abandoned", "kind", "item"));
    var letters = app.deadLetters();
    assertEquals(1, letters.size());
    assertEquals("m", letters.get(0).key());
    assertEquals("knowledge-timeout", Harness.header(letters.get(0), DeadLetter.REASON_HEADER));
    assertEquals(
        "test.knowledge-requests", Harness.header(letters.get(0), DeadLetter.TOPIC_HEADER));
    KnowledgeRequest letter = app.readRequest(letters.get(0).value());
    assertEquals(first.getRequestId(), letter.getRequestId());
    assertEquals(4, letter.getAttempt());
    assertEquals(0, app.keys(KnowledgeTopology.WAKES));
    assertEquals(0, app.gauge("laser.knowledge.in.flight", "kind", "item"));
    seconds(100_000);
    assertEquals(List.of(), app.requests(), "rests until something new happens");
  }

  @Test
  void shouldRequestAgainAfterGivingUpWhenSomethingNewHappens() {
    app.item("m", "A heist.", 10);
    app.clicks("u", 1, 3);
    seconds(480);
    assertEquals(2, app.deadLetters().size());
    app.requests();
    app.click("u", "i3", 3);
    app.item("m", "A heist.", 20);
    assertEquals(List.of(), app.requests(), "neither a duplicate nor the same content is new");
    app.click("u", "i4", 4);
    assertEquals(4, app.onlyRequest().getPosition());
    app.item("m", "Another heist.", 30);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(30, request.getPosition());
    assertEquals(1, request.getAttempt());
  }

  @Test
  void shouldAcceptALateAnswerToAnAbandonedRequest() {
    app.item("m", "A heist.", 10);
    KnowledgeRequest request = app.onlyRequest();
    seconds(480);
    app.answer(request);
    assertEquals(1, app.knowledge(SubjectKind.ITEM).size());
    app.item("m", "Another heist.", 20);
    assertEquals(20, app.requests().stream().reduce((a, b) -> b).orElseThrow().getPosition());
  }

  @Test
  void shouldRequestForTheCurrentPositionIfItHasMoved() {
    app.clicks("u", 1, 3);
    KnowledgeRequest first = app.onlyRequest();
    app.click("u", "i4", 4);
    seconds(60);
    KnowledgeRequest second = app.onlyRequest();
    assertEquals(4, second.getPosition());
    assertEquals(2, second.getAttempt());
    assertNotEquals(first.getRequestId(), second.getRequestId());
    app.answer(first);
    app.answer(second);
    assertEquals(
        List.of(3L, 4L),
        app.knowledge(SubjectKind.USER).stream()
            .map(record -> record.value().getPosition())
            .toList());
    assertEquals(0, app.keys(KnowledgeTopology.WAKES));
  }

  @Test
  void shouldDropARequestThatAnEarlierAnswerMadeUnnecessary() {
    app.clicks("u", 1, 3);
    KnowledgeRequest first = app.onlyRequest();
    app.click("u", "i4", 4);
    seconds(60);
    assertEquals(4, app.onlyRequest().getPosition());
    app.answer(first);
    seconds(120);
    assertEquals(List.of(), app.requests(), "3 of 4 events are known: not due");
    assertEquals(0, app.gauge("laser.knowledge.in.flight", "kind", "user"));
  }

  @Test
  void shouldNotRepeatWhatBusyWorkersHaveNotComeToYet() {
    app.clicks("first", 1, 3);
    KnowledgeRequest first = app.onlyRequest();
    seconds(10);
    app.clicks("second", 1, 3);
    app.requests();
    seconds(49);
    app.answer(first);
    seconds(11);
    assertEquals(List.of(), app.requests(), "the one before it was answered 11 s ago");
    assertEquals(0, app.count("laser.knowledge.timeouts", "kind", "user"));
    seconds(60);
    assertEquals(2, app.onlyRequest().getAttempt(), "nothing was answered for 71 s");
    assertEquals(1, app.count("laser.knowledge.timeouts", "kind", "user"));
  }

  @Test
  void shouldRepeatWhatWorkersHavePassed() {
    app.clicks("lost", 1, 3);
    app.requests();
    seconds(10);
    app.clicks("later", 1, 3);
    app.answer(app.onlyRequest());
    seconds(50);
    KnowledgeRequest repeated = app.onlyRequest();
    assertEquals("lost", repeated.getSubjectId());
    assertEquals(2, repeated.getAttempt());
  }

  @Test
  void shouldKeepOneEntryInTheWakeIndexPerRequest() {
    for (int i = 0; i < 50; i++) {
      app.item("m" + i, "text", 0);
    }
    assertEquals(50, app.keys(KnowledgeTopology.WAKES));
    seconds(60);
    List<KnowledgeRequest> retries = app.requests().subList(50, 100);
    assertEquals(50, app.keys(KnowledgeTopology.WAKES));
    retries.forEach(app::answer);
    assertEquals(0, app.keys(KnowledgeTopology.WAKES));
    seconds(1_000);
    assertEquals(List.of(), app.requests());
  }

  /** Advances the clock second by second, then, beyond 1,000, at once. */
  private void seconds(int n) {
    for (int i = 0; i < Math.min(n, 1_000); i++) {
      app.advance(Duration.ofSeconds(1));
    }
    if (n > 1_000) {
      app.advance(Duration.ofSeconds(n - 1_000));
    }
  }
}
