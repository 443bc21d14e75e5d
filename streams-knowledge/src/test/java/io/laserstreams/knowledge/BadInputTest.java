package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.KnowledgeVector;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.rule.EventTimeBounds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
  private static final long IN_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

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
  void shouldDeadLetterNonAvroAndContinue() {
    byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
    app.sendBytes(Topic.INTERACTIONS, "u", bytes);
    app.sendBytes(Topic.ITEMS, "m", new byte[] {0, 0, 0, 0, 99, 1});
    var letters = app.deadLetters();
    assertEquals(2, letters.size());
    assertArrayEquals(bytes, letters.get(0).value());
    app.clicks("u", 1, 3);
    assertEquals(1, app.requests().size());
  }

  @Test
  void shouldDeadLetterAnEventTimeOf2100WithoutAffectingOtherUsers() {
    app.clicks("u", 1, 2);
    app.click("v", "x", IN_2100);
    app.user("v", IN_2100, Map.of());
    app.item("m", "text", IN_2100);
    assertEquals(List.of("time-ahead", "time-ahead", "time-ahead"), app.deadLetterReasons());
    app.click("u", "i3", 3);
    assertEquals("u", app.onlyRequest().getSubjectId());
    app.click("v", "x", app.now() + 60_000);
    assertEquals(List.of(), app.deadLetterReasons(), "a minute ahead is within the bound");
  }

  @Test
  void shouldAcceptAnEventTimeOf1970AsOldAndRefuseOneBefore() {
    app.click("u", "now", app.now());
    app.click("u", "old", 0);
    app.click("u", "ancient", -1);
    assertEquals(List.of("time-before-1970"), app.deadLetterReasons());
    app.click("u", "i3", 3);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(
        List.of("old", "i3", "now"),
        request.getHistory().stream().map(entry -> entry.getItemId()).toList());
  }

  @Test
  void shouldDeadLetterTimesInSecondsByDefault() {
    app.close();
    app = new Harness(dir, 1, Map.of("event.time.min", "" + EventTimeBounds.DEFAULT.earliest()));
    app.click("u", "a", app.now() / 1_000);
    app.user("u", app.now() / 1_000, Map.of());
    app.item("m", "text", app.now() / 1_000);
    assertEquals(
        List.of("time-too-early", "time-too-early", "time-too-early"), app.deadLetterReasons());
    app.user("u", EventTimeBounds.ALWAYS, Map.of());
    app.item("m", "text", EventTimeBounds.ALWAYS);
    assertEquals(List.of(), app.deadLetterReasons(), "0 means since always and is always valid");
  }

  @Test
  void shouldDeadLetterWhatScoringWouldRefuse() {
    app.click(" u", "a", 1);
    app.click("u", "a\t", 1);
    app.click("u", "", 1);
    app.click("u".repeat(513), "a", 1);
    app.send(
        Topic.INTERACTIONS,
        "u",
        Interaction.newBuilder(Harness.interaction(InteractionKind.SHOWN, "u", "a", 1, null))
            .setPosition(-1)
            .build());
    app.user("u ", 1, Map.of());
    app.item("m\n", "text", 1);
    assertEquals(
        List.of("bad-id", "bad-id", "bad-id", "bad-id", "negative-position", "bad-id", "bad-id"),
        app.deadLetterReasons());
    app.sendBytes(Topic.USERS, "u ", null);
    assertEquals(List.of(), app.deadLetterReasons(), "whatever was stored can be deleted");
  }

  @Test
  void shouldDeadLetterAnInteractionThatContradictsItself() {
    app.send(
        Topic.INTERACTIONS, "v", Harness.interaction(InteractionKind.CLICK, "u", "a", 1, null));
    app.interact(InteractionKind.RATING, "u", "a", 1, null);
    app.interact(InteractionKind.RATING_CHANGE, "u", "a", 1, Float.NaN);
    app.interact(InteractionKind.UNKNOWN, "u", "a", 1, null);
    app.sendBytes(Topic.INTERACTIONS, "u", null);
    assertEquals(
        List.of("wrong-key", "no-rating-value", "no-rating-value", "unknown-kind", "no-value"),
        app.deadLetterReasons());
    assertEquals(0, app.keys(KnowledgeTopology.HISTORIES));
    assertEquals(1, app.count("laser.dead.letters", "reason", "wrong-key"));
  }

  @Test
  void shouldDeadLetterARecordWithoutAKey() {
    app.send(
        Topic.INTERACTIONS, null, Harness.interaction(InteractionKind.CLICK, "u", "a", 1, null));
    assertEquals(List.of("no-key"), app.deadLetterReasons());
  }

  @Test
  void shouldDeadLetterARecordOnTheWrongPartition() {
    app.close();
    app = new Harness(dir, 4, Map.of());
    String right = keyOn(0);
    String wrong = keyOn(3);
    app.clicks(wrong, 1, 3);
    assertEquals(
        List.of("wrong-partition", "wrong-partition", "wrong-partition"), app.deadLetterReasons());
    assertEquals(0, app.keys(KnowledgeTopology.HISTORIES));
    app.clicks(right, 1, 3);
    assertEquals(right, app.onlyRequest().getSubjectId());
    app.sendBytes(Topic.USERS, wrong, null);
    assertEquals(List.of("wrong-partition"), app.deadLetterReasons(), "a tombstone too");
    assertEquals(List.of(), app.knowledge(SubjectKind.USER));
  }

  @Test
  void shouldDeadLetterAnInvalidAnswerAndKeepWaiting() {
    app.clicks("u", 1, 3);
    KnowledgeRequest request = app.onlyRequest();
    app.answer(Harness.answerTo(request).setText("  ").build());
    app.answer(Harness.answerTo(request).setVectors(List.of()).build());
    app.answer(
        Harness.answerTo(request)
            .setVectors(List.of(new KnowledgeVector(Harness.ENCODER, List.of(1f))))
            .build());
    app.answer(
        Harness.answerTo(request)
            .setVectors(List.of(new KnowledgeVector(Harness.ENCODER, List.of(1f, Float.NaN))))
            .build());
    app.answer(Harness.answerTo(request).setSubjectKind(SubjectKind.UNKNOWN).build());
    app.send(Topic.KNOWLEDGE_ANSWERS, "v", Harness.answerTo(request).build());
    assertEquals(
        List.of(
            "empty-text",
            "no-vector",
            "vector-size",
            "vector-not-finite",
            "unknown-subject-kind",
            "wrong-key"),
        app.deadLetterReasons());
    assertEquals(List.of(), app.knowledge(SubjectKind.USER));
    app.answer(request);
    assertEquals(1, app.knowledge(SubjectKind.USER).size());
  }

  @Test
  void shouldDeadLetterATooLargeRequestAndContinue() {
    app.close();
    app = new Harness(dir, 1, Map.of("max.record.bytes", "2000"));
    app.item("m", "x".repeat(2_000), 1);
    assertEquals(List.of("too-large"), app.deadLetterReasons());
    assertEquals(List.of(), app.requests());
    app.item("n", "short", 1);
    assertEquals("n", app.onlyRequest().getSubjectId());
  }

  @Test
  void shouldFailAndSkipNothingIfTheFailureIsNotTheRecords() {
    app.close();
    app = new Harness(dir, 1, Map.of());
    Interaction good = Harness.interaction(InteractionKind.CLICK, "u", "a", 1, null);
    byte[] bytes = app.bytes(Topic.INTERACTIONS, good);
    app.failRegistry();
    assertThrows(RuntimeException.class, () -> app.sendBytes(Topic.INTERACTIONS, "u", bytes));
    assertTrue(app.deadLetters().isEmpty());
  }

  private static String keyOn(int partition) {
    for (int i = 0; ; i++) {
      if (KeyPartition.of("key" + i, 4) == partition) {
        return "key" + i;
      }
    }
  }
}
