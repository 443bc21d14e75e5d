package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request about three clicks is estimated at 463 tokens, one about an item at about as many. */
@Tag("slow")
class BudgetTest {
  private static final long DAY = 86_400_000;
  private static final int REQUEST = 463;

  @TempDir Path dir;
  private Harness app;

  /** About one token a second, for users. */
  @BeforeEach
  void open() {
    app = open("app", 1, Map.of());
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldLetTheRestWaitWhenTheBudgetIsUsedUp() {
    app.clicks("a", 1, 3);
    app.clicks("b", 1, 3);
    assertEquals(List.of(), app.requests(), "asked at the next check");
    seconds(3);
    assertEquals(1, app.requests().size());
    assertEquals(1, app.gauge("laser.knowledge.waiting", "kind", "user", "reason", "cold-start"));
    assertTrue(app.gauge("laser.knowledge.budget.balance.tokens", "kind", "user") < -450);
    seconds(100);
    assertEquals(List.of(), app.requests());
    assertEquals(103, app.gauge("laser.knowledge.oldest.waiting.seconds", "kind", "user"));
    seconds(REQUEST);
    assertEquals(1, app.requests().size());
    assertEquals(0, app.gauge("laser.knowledge.waiting", "kind", "user", "reason", "cold-start"));
    assertEquals(0, app.gauge("laser.knowledge.oldest.waiting.seconds", "kind", "user"));
    assertEquals(2, app.count("laser.knowledge.due", "kind", "user", "reason", "cold-start"));
  }

  @Test
  void shouldCountWhoIsPostponed() {
    app.clicks("a", 1, 3);
    seconds(3);
    app.clicks("b", 1, 3);
    assertEquals(2, app.count("laser.knowledge.postponed", "kind", "user", "reason", "cold-start"));
    seconds(2 * REQUEST + 10);
    app.clicks("c", 1, 3);
    assertEquals(2, app.count("laser.knowledge.postponed", "kind", "user", "reason", "cold-start"));
  }

  @Test
  void shouldAskFirstAboutWhoIsMostActiveAndStale() {
    app.close();
    app = open("order", 1, Map.of("user.growth.events", "1"));
    for (int i = 1; i <= 3; i++) {
      app.click("slow", "i" + i, i * 10L * DAY);
      app.click("fast", "i" + i, 30 * DAY - 3 + i);
      app.click("gone", "i" + i, i);
    }
    assertEquals(List.of("fast", "slow", "gone"), askedWithin(4 * REQUEST));
  }

  @Test
  void shouldPreferWhoHasNoKnowledgeToWhoHasSome() {
    app.close();
    app = open("cold", 1, Map.of("user.growth.events", "1"));
    app.clicks("known", 1, 3);
    seconds(3);
    app.answer(app.onlyRequest());
    app.click("known", "i4", 4);
    app.clicks("new", 2, 4);
    assertEquals(List.of("new", "known"), askedWithin(3 * REQUEST));
  }

  @Test
  void shouldAskAboutTheNewestStateOfWhoHasWaited() {
    app.clicks("a", 1, 3);
    seconds(3);
    app.requests();
    app.clicks("b", 1, 3);
    app.clicks("b", 4, 8);
    seconds(2 * REQUEST);
    assertEquals(8, app.onlyRequest().getPosition());
  }

  @Test
  void shouldNotCostMoreForTenTimesTheUsers() {
    assertEquals(requestsOfAnHour(20, "few"), requestsOfAnHour(200, "many"), 1);
  }

  @Test
  void shouldNeverAskAboutIdleUsersAgain() {
    app.close();
    app = open("idle", 1, Map.of("user.max.age.ms", "1000"));
    app.clicks("idle", 1, 3);
    seconds(3);
    app.answer(app.onlyRequest());
    for (int hour = 0; hour < 50; hour++) {
      app.advance(Duration.ofHours(1));
    }
    assertEquals(List.of(), app.requests());
    assertEquals(0, app.keys(KnowledgeTopology.QUEUE));
    assertEquals(0, app.keys(KnowledgeTopology.WAKES));
  }

  @Test
  void shouldForgetADeletedUserWhoWaits() {
    app.clicks("a", 1, 3);
    seconds(3);
    app.requests();
    app.clicks("b", 1, 3);
    assertEquals(1, app.keys(KnowledgeTopology.QUEUE));
    app.sendBytes(Topic.USERS, "b", null);
    assertEquals(0, app.keys(KnowledgeTopology.QUEUE));
    seconds(2 * REQUEST);
    assertEquals(List.of(), app.requests());
  }

  @Test
  void shouldShareTheBudgetBetweenItemsAndUsers() {
    app.close();
    app = open("items", 1, Map.of("budget.items.share", "0.5"));
    for (int i = 0; i < 40; i++) {
      app.item("i" + i, "A heist.", i);
      app.clicks("u" + i, 1, 3);
    }
    app.item("changed", "A heist.", 1_000);
    seconds(3_600);
    List<KnowledgeRequest> asked = app.requests();
    long users = asked.stream().filter(r -> r.getSubjectKind() == SubjectKind.USER).count();
    assertTrue(Math.abs(asked.size() - 2 * users) <= 1, users + " of " + asked.size());
    assertEquals(3_600.0 / REQUEST, asked.size(), 2);
    assertEquals(
        "changed",
        asked.stream()
            .filter(r -> r.getSubjectKind() == SubjectKind.ITEM)
            .findFirst()
            .orElseThrow()
            .getSubjectId(),
        "the latest item first");
  }

  @Test
  void shouldGiveEachPartitionItsShare() {
    app.close();
    app = open("partitions", 4, Map.of());
    assertEquals(requests(app, 40, 4 * 3_600), requestsOfAnHour(40, "one"), 1);
  }

  @Test
  void shouldChargeWhatAnswersCost() {
    app.clicks("a", 1, 3);
    seconds(3);
    app.answer(costing(app.onlyRequest(), 2 * REQUEST));
    app.clicks("b", 1, 3);
    seconds(REQUEST + 100);
    assertEquals(List.of(), app.requests(), "the answer cost twice what was estimated");
    seconds(REQUEST);
    assertEquals(1, app.requests().size());
    assertEquals(
        2 * REQUEST, app.count("laser.knowledge.tokens", "kind", "user", "measured", "true"));
    assertTrue(
        app.gauge("laser.knowledge.budget.balance.tokens", "kind", "user") < -1.6 * REQUEST,
        "learnt");
  }

  @Test
  void shouldNotChargeImportedKnowledge() {
    app.clicks("a", 1, 3);
    seconds(3);
    KnowledgeRequest request = app.onlyRequest();
    KnowledgeAnswer imported =
        KnowledgeAnswer.newBuilder(costing(request, 1_000_000))
            .setRequestId("import:user:3:a")
            .build();
    app.answer(imported);
    app.answer(imported);
    assertEquals(1, app.knowledge(SubjectKind.USER).size());
    assertTrue(app.gauge("laser.knowledge.budget.balance.tokens", "kind", "user") > -REQUEST);
    assertEquals(0, app.count("laser.knowledge.tokens", "kind", "user", "measured", "true"));
  }

  @Test
  void shouldEstimateWhatAnswersDoNotSay() {
    app.clicks("a", 1, 3);
    seconds(3);
    app.answer(app.onlyRequest());
    assertEquals(REQUEST, app.count("laser.knowledge.tokens", "kind", "user", "measured", "false"));
  }

  @Test
  void shouldChargeARepeatedRequestOnce() {
    app.close();
    app = open("repeated", 1, Map.of("request.timeout.ms", "60000"));
    app.clicks("a", 1, 3);
    seconds(3 + 60 + 120);
    assertEquals(3, app.requests().size(), "repeated without waiting");
    assertTrue(app.gauge("laser.knowledge.budget.balance.tokens", "kind", "user") > -REQUEST);
  }

  @Test
  void shouldAskAtOnceWithoutABudget() {
    app.close();
    app = open("unlimited", 1, Map.of("budget.tokens.per.hour", "0"));
    app.clicks("a", 1, 3);
    assertEquals(1, app.requests().size());
    assertEquals(0, app.keys(KnowledgeTopology.QUEUE));
  }

  private Harness open(String name, int partitions, Map<String, String> more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("budget.tokens.per.hour", "3600");
    properties.put("budget.items.share", "0.01");
    properties.put("request.timeout.ms", "99000000");
    properties.put("request.timeout.max.ms", "99000000");
    properties.putAll(more);
    return new Harness(dir.resolve(name), partitions, properties);
  }

  private int requestsOfAnHour(int users, String name) {
    try (Harness other = open(name, 1, Map.of())) {
      return requests(other, users, 3_600);
    }
  }

  private static int requests(Harness other, int users, int seconds) {
    for (int i = 0; i < users; i++) {
      other.clicks("u" + i, 1, 3);
    }
    for (int i = 0; i < seconds; i++) {
      other.advance(Duration.ofSeconds(1));
    }
    return other.requests().size();
  }

  private List<String> askedWithin(int seconds) {
    seconds(seconds);
    return app.requests().stream().map(KnowledgeRequest::getSubjectId).toList();
  }

  private void seconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      app.advance(Duration.ofSeconds(1));
    }
  }

  private static KnowledgeAnswer costing(KnowledgeRequest request, long tokens) {
    return Harness.answerTo(request)
        .setProvenance(
            Provenance.newBuilder(Harness.answerTo(request).getProvenance())
                .setPromptTokens(tokens - 100)
                .setCompletionTokens(100)
                .build())
        .build();
  }
}
