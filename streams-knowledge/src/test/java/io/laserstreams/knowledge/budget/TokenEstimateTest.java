package io.laserstreams.knowledge.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {
  private static final long EMPTY = 200 + 1_000 / 4;

  private final TokenEstimate estimate = new TokenEstimate();

  @Test
  void shouldCountAQuarterOfThePromptsCharacters() {
    KnowledgeRequest item =
        request(SubjectKind.ITEM)
            .setTitle("Heat".repeat(10))
            .setText("x".repeat(400))
            .setCategories(List.of("Action", "Crime!"))
            .setProfile(Map.of("year", "1995"))
            .build();
    assertEquals(EMPTY + (40 + 400 + 12 + 8) / 4, estimate.of(item).formula());
    KnowledgeRequest user =
        request(SubjectKind.USER)
            .setHistory(
                List.of(
                    new HistoryEntry("1", "Heat", List.of("Crime"), 4f, 1L),
                    new HistoryEntry("2", "Gandhi", List.of(), null, 2L)))
            .build();
    assertEquals(EMPTY + (16 + 9 + 16 + 6) / 4, estimate.of(user).formula());
    assertEquals(estimate.of(user).formula(), estimate.of(user).charged());
  }

  @Test
  void shouldLearnWhatAnswersCost() {
    KnowledgeRequest user = request(SubjectKind.USER).build();
    estimate.learn(SubjectKind.USER, estimate.of(user), 2 * EMPTY);
    assertEquals(new Cost(EMPTY, 2 * EMPTY), estimate.of(user));
    for (int i = 0; i < 200; i++) {
      estimate.learn(SubjectKind.USER, estimate.of(user), EMPTY / 2);
    }
    assertEquals(EMPTY / 2.0, (double) estimate.of(user).charged(), 1);
    assertEquals(EMPTY, estimate.of(request(SubjectKind.ITEM).build()).charged());
  }

  @Test
  void shouldNotBeMisledByOneAnswer() {
    KnowledgeRequest user = request(SubjectKind.USER).build();
    estimate.learn(SubjectKind.USER, estimate.of(user), EMPTY);
    estimate.learn(SubjectKind.USER, estimate.of(user), Long.MAX_VALUE / 2);
    long charged = estimate.of(user).charged();
    assertTrue(charged < 2 * EMPTY, "charged " + charged);
    estimate.learn(SubjectKind.USER, Cost.NONE, 1_000_000);
    assertEquals(charged, estimate.of(user).charged(), "nothing was estimated");
  }

  private static KnowledgeRequest.Builder request(SubjectKind kind) {
    return KnowledgeRequest.newBuilder()
        .setRequestId("r")
        .setSubjectKind(kind)
        .setSubjectId("s")
        .setPosition(1)
        .setBasedOnEventTime(1)
        .setAttempt(1)
        .setRequestedAt(1);
  }
}
