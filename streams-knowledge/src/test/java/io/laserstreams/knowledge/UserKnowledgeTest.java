package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserKnowledgeTest {
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
  void shouldRequestAtColdStartOnce() {
    app.clicks("u", 1, 2);
    assertEquals(List.of(), app.requests());
    app.click("u", "i3", 3);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(SubjectKind.USER, request.getSubjectKind());
    assertEquals("u", request.getSubjectId());
    assertEquals(3, request.getPosition());
    assertEquals(1, request.getAttempt());
    assertEquals(3, request.getBasedOnEventTime());
    assertEquals(app.now(), request.getRequestedAt());
    assertEquals(1, app.count("laser.knowledge.requests", "kind", "user", "attempt", "first"));
  }

  @Test
  void shouldHaveOneRequestInFlightPerUser() {
    app.clicks("u", 1, 30);
    assertEquals(1, app.requests().size());
    assertEquals(1, app.gauge("laser.knowledge.in.flight", "kind", "user"));
  }

  @Test
  void shouldGiveThePromptAllThatItNeeds() {
    app.user("u", 0, Map.of("gender", "F"));
    app.card("m1", "Heat (1995)", "Action", "Crime");
    app.rate("u", "m1", 10, 4);
    app.click("u", "unknown", 20);
    app.rate("u", "m1", 30, 2);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(Map.of("gender", "F"), request.getProfile());
    assertEquals(
        List.of(
            new HistoryEntry("m1", "Heat (1995)", List.of("Action", "Crime"), 4f, 10L),
            new HistoryEntry("unknown", "unknown", List.of(), null, 20L),
            new HistoryEntry("m1", "Heat (1995)", List.of("Action", "Crime"), 2f, 30L)),
        request.getHistory());
  }

  @Test
  void shouldSendTheNewestProfileWhateverArrivesLast() {
    app.user("u", 8, Map.of("gender", "F"));
    app.user("u", 7, Map.of("gender", "M"));
    assertEquals(1, app.count("laser.stale.versions", "of", "profile"));
    app.clicks("u", 1, 3);
    assertEquals(Map.of("gender", "F"), app.onlyRequest().getProfile());
    app.user("u", 8, Map.of("gender", "X"));
    app.clicks("u", 4, 6);
    app.advance(Duration.ofMinutes(1));
    assertEquals(Map.of("gender", "X"), app.onlyRequest().getProfile(), "the later of equal times");
  }

  @Test
  void shouldBoundTheHistoryInARequest() {
    app.close();
    app = new Harness(dir, 1, Map.of("request.history.events", "2"));
    app.clicks("u", 1, 3);
    assertEquals(
        List.of("i2", "i3"),
        app.onlyRequest().getHistory().stream().map(HistoryEntry::getItemId).toList());
  }

  @Test
  void shouldChooseTheMostDiverseOfTheOlderHalfIfConfigured() {
    app.close();
    app =
        new Harness(
            dir.resolve("diverse"),
            1,
            Map.of(
                "request.history.events", "4",
                "request.history.selection", "diverse",
                "user.cold.start.events", "9"));
    for (String alike : List.of("a1", "a2", "a3", "a4", "a5", "a6", "a7")) {
      app.vector(alike, 0);
    }
    app.vector("b", 1);
    app.vector("c", 2);
    List<String> clicked = List.of("b", "a1", "a2", "c", "a3", "a4", "a5", "a6", "a7");
    for (int i = 0; i < clicked.size(); i++) {
      app.click("u", clicked.get(i), i + 1);
    }
    assertEquals(
        List.of("b", "c", "a6", "a7"),
        app.onlyRequest().getHistory().stream().map(HistoryEntry::getItemId).toList());
  }

  @Test
  void shouldPublishTheAnswerWithItsProvenance() {
    app.clicks("u", 1, 3);
    KnowledgeRequest request = app.onlyRequest();
    app.advance(Duration.ofSeconds(5));
    app.answer(request);
    var records = app.knowledge(SubjectKind.USER);
    assertEquals(1, records.size());
    assertEquals("u", records.get(0).key());
    assertEquals(app.now(), records.get(0).timestamp(), "record time is the wall clock");
    assertEquals("About u", records.get(0).value().getText());
    assertEquals(3, records.get(0).value().getPosition());
    assertEquals(3, records.get(0).value().getBasedOnEventTime());
    assertEquals(request.getRequestId(), records.get(0).value().getProvenance().getRequestId());
    assertEquals(0, app.gauge("laser.knowledge.in.flight", "kind", "user"));
    assertEquals(1, app.count("laser.knowledge.accepted", "kind", "user"));
  }

  @Test
  void shouldRequestAgainWhenTheHistoryHasGrownByTheFactor() {
    app.clicks("u", 1, 3);
    app.answer(app.onlyRequest());
    app.clicks("u", 4, 5);
    assertEquals(List.of(), app.requests());
    app.click("u", "i6", 6);
    assertEquals(6, app.onlyRequest().getPosition());
  }

  @Test
  void shouldRequestAgainWhenTheHistoryHasGrownByTheNumber() {
    app.clicks("u", 1, 40);
    app.answer(app.onlyRequest());
    KnowledgeRequest second = app.onlyRequest();
    assertEquals(40, second.getPosition(), "grown while the first request was in flight");
    app.answer(second);
    app.clicks("u", 41, 49);
    assertEquals(List.of(), app.requests());
    app.click("u", "i50", 50);
    assertEquals(50, app.onlyRequest().getPosition());
  }

  @Test
  void shouldRequestAgainWhenKnowledgeIsOldAndThereIsANewEvent() {
    app.clicks("u", 1, 3);
    app.answer(app.onlyRequest());
    app.advance(Duration.ofHours(3));
    assertEquals(List.of(), app.requests(), "old, but nothing is new");
    app.click("u", "i4", 4);
    assertEquals(4, app.onlyRequest().getPosition());
  }

  @Test
  void shouldRequestAgainWhenKnowledgeGrowsOldAfterANewEvent() {
    app.clicks("u", 1, 3);
    app.answer(app.onlyRequest());
    app.click("u", "i4", 4);
    app.advance(Duration.ofMinutes(59));
    assertEquals(List.of(), app.requests());
    app.advance(Duration.ofMinutes(2));
    assertEquals(4, app.onlyRequest().getPosition());
  }

  @Test
  void shouldNotCountWhatWasOnlyShown() {
    for (int i = 0; i < 20; i++) {
      app.interact(InteractionKind.SHOWN, "u", "i" + i, i, null);
    }
    assertEquals(List.of(), app.requests());
    assertEquals(0, app.keys(KnowledgeTopology.HISTORIES));
  }

  @Test
  void shouldCountARedeliveredInteractionOnce() {
    app.click("u", "a", 1);
    app.click("u", "a", 1);
    app.click("u", "b", 2);
    app.click("u", "b", 2);
    assertEquals(List.of(), app.requests());
    assertEquals(2, app.count("laser.history.interactions", "outcome", "duplicate"));
  }

  @Test
  void shouldPutALateInteractionWhereItBelongs() {
    app.click("u", "a", 10);
    app.click("u", "c", 30);
    app.click("u", "b", 20);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(
        List.of("a", "b", "c"),
        request.getHistory().stream().map(HistoryEntry::getItemId).toList());
    assertEquals(30, request.getBasedOnEventTime());
  }

  @Test
  void shouldApplyChangesAndRetractionsAndCountThem() {
    app.rate("u", "a", 10, 2);
    app.interact(InteractionKind.RATING_CHANGE, "u", "a", 20, 5f);
    app.click("u", "b", 25);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(3, request.getPosition());
    assertEquals(5f, request.getHistory().get(0).getValue());
    app.answer(request);
    app.interact(InteractionKind.RETRACTION, "u", "b", 30, null);
    app.clicks("u", 40, 41);
    request = app.onlyRequest();
    assertEquals(6, request.getPosition());
    assertEquals(
        List.of("a", "i40", "i41"),
        request.getHistory().stream().map(HistoryEntry::getItemId).toList());
  }

  @Test
  void shouldBaseARequestOnTheNewestOfHistoryCorrectionsAndProfile() {
    app.rate("u", "a", 10, 2);
    app.click("u", "b", 20);
    app.interact(InteractionKind.RETRACTION, "u", "b", 70, null);
    assertEquals(70, app.onlyRequest().getBasedOnEventTime());
    app.user("v", 99, Map.of("age", "25"));
    app.clicks("v", 1, 3);
    assertEquals(99, app.onlyRequest().getBasedOnEventTime());
  }

  @Test
  void shouldRequestNothingForARetractedHistory() {
    app.click("u", "a", 10);
    app.interact(InteractionKind.RETRACTION, "u", "a", 20, null);
    app.interact(InteractionKind.RETRACTION, "u", "a", 30, null);
    assertEquals(List.of(), app.requests());
    app.click("u", "b", 40);
    assertEquals(4, app.onlyRequest().getPosition());
  }

  @Test
  void shouldDeleteAUserOnATombstone() {
    app.user("u", 0, Map.of("age", "25"));
    app.clicks("u", 1, 200);
    KnowledgeRequest inFlight = app.onlyRequest();
    app.clicks("other", 1, 3);
    KnowledgeRequest others = app.onlyRequest();
    app.sendBytes(Topic.USERS, "u", null);
    var records = app.knowledge(SubjectKind.USER);
    assertEquals(1, records.size());
    assertEquals("u", records.get(0).key());
    assertNull(records.get(0).value());
    assertEquals(1, app.keys(KnowledgeTopology.HISTORIES), "the other user's");
    assertEquals(1, app.keys(KnowledgeTopology.SUBJECTS));
    assertEquals(1, app.keys(KnowledgeTopology.WAKES));
    assertEquals(0, app.keys(KnowledgeTopology.PROFILES));
    app.answer(inFlight);
    assertEquals(List.of(), app.knowledge(SubjectKind.USER));
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "unknown-subject"));
    app.answer(others);
    assertEquals(1, app.knowledge(SubjectKind.USER).size());
  }

  @Test
  void shouldIgnoreAnAnswerFromBeforeTheUserWasDeleted() {
    app.clicks("u", 1, 3);
    KnowledgeRequest inFlight = app.onlyRequest();
    app.sendBytes(Topic.USERS, "u", null);
    app.knowledge(SubjectKind.USER);
    app.advance(Duration.ofMillis(1));
    app.clicks("u", 11, 13);
    KnowledgeRequest fresh = app.onlyRequest();
    assertEquals(inFlight.getPosition(), fresh.getPosition());
    assertNotEquals(inFlight.getRequestId(), fresh.getRequestId());
    app.answer(inFlight);
    assertEquals(List.of(), app.knowledge(SubjectKind.USER));
    assertEquals(1, app.count("laser.knowledge.ignored", "reason", "not-asked"));
    app.answer(fresh);
    assertEquals(1, app.knowledge(SubjectKind.USER).size());
  }
}
