package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftTest {
  private static final int SAME = 0;
  private static final int OTHER = 1;

  @TempDir Path dir;
  private Harness app;

  @BeforeEach
  void open() {
    app =
        new Harness(
            dir,
            1,
            Map.of(
                "user.cold.start.events",
                "12",
                "user.growth.events",
                "100",
                "user.drift.events",
                "8",
                "user.drift.threshold",
                "0.3"));
    app.vector("same", SAME);
    app.vector("other", OTHER);
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldRequestAgainWhenTheTasteHasMoved() {
    clicks("same", 1, 12);
    app.answer(app.onlyRequest());
    clicks("same", 13, 16);
    clicks("other", 17, 20);
    assertEquals(List.of(), app.requests(), "half of the window is new: 1 - cosine = 0.29");
    clicks("other", 21, 21);
    KnowledgeRequest request = app.onlyRequest();
    assertEquals(21, request.getPosition());
    app.answer(request);
    clicks("other", 22, 23);
    assertEquals(List.of(), app.requests(), "the taste of the new knowledge counts");
  }

  @Test
  void shouldMeasureFromTheTasteOfTheRequestNotOfTheAnswer() {
    clicks("same", 1, 12);
    KnowledgeRequest request = app.onlyRequest();
    clicks("other", 13, 18);
    app.answer(request);
    assertEquals(18, app.onlyRequest().getPosition(), "moved while the text was being written");
  }

  @Test
  void shouldMeasureFromImportedKnowledgeOfTheCurrentPosition() {
    clicks("same", 1, 11);
    app.answer(
        Harness.answerTo(
                KnowledgeRequest.newBuilder()
                    .setRequestId("none")
                    .setSubjectKind(SubjectKind.USER)
                    .setSubjectId("u")
                    .setPosition(11)
                    .setBasedOnEventTime(11)
                    .setAttempt(1)
                    .setRequestedAt(0)
                    .build())
            .setRequestId("import:user:11:u")
            .build());
    assertEquals(1, app.knowledge(SubjectKind.USER).size());
    clicks("other", 12, 15);
    assertEquals(List.of(), app.requests());
    clicks("other", 16, 16);
    assertEquals(16, app.onlyRequest().getPosition());
  }

  @Test
  void shouldNotLetOneEventDecide() {
    app.close();
    app =
        new Harness(
            dir.resolve("small"),
            1,
            Map.of("user.drift.events", "8", "user.drift.threshold", "0.01"));
    app.vector("same", SAME);
    app.vector("other", OTHER);
    clicks("same", 1, 3);
    app.answer(app.onlyRequest());
    clicks("other", 4, 4);
    assertEquals(List.of(), app.requests());
    clicks("other", 5, 5);
    assertEquals(5, app.onlyRequest().getPosition());
  }

  @Test
  void shouldNotDriftAlongItemsWithoutVectors() {
    clicks("same", 1, 12);
    app.answer(app.onlyRequest());
    clicks("unknown", 13, 23);
    assertEquals(List.of(), app.requests());
  }

  private void clicks(String itemId, int from, int to) {
    for (int i = from; i <= to; i++) {
      app.click("u", itemId, i);
    }
  }
}
