package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.history.HistoryBounds;
import io.laserstreams.knowledge.answer.AnswerCheck;
import io.laserstreams.knowledge.budget.Priority;
import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.policy.RefreshPolicy.Drift;
import io.laserstreams.knowledge.policy.RetryPolicy;
import io.laserstreams.knowledge.request.HistorySelection;
import io.laserstreams.schema.rule.EventTimeBounds;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class KnowledgeConfigTest {
  @Test
  void shouldHaveTheDocumentedDefaults() {
    KnowledgeSettings settings = KnowledgeConfig.read(Map.of());
    assertEquals("laser.", settings.app().topicPrefix());
    assertEquals("laser-knowledge", settings.app().applicationId());
    assertEquals(
        new RefreshPolicy(5, 2, 50, Duration.ofDays(7), new Drift(0, 20)), settings.refresh());
    assertEquals(
        new KnowledgeSettings.Requests(
            new RetryPolicy(Duration.ofMinutes(10), 2, Duration.ofHours(4), 5),
            30,
            HistorySelection.NEWEST,
            1_000,
            Duration.ofSeconds(1)),
        settings.requests());
    assertEquals(
        new AnswerCheck(Map.of("bge-small-en-v15-q", 384, "all-minilm-l6-v2-q", 384)),
        settings.answers());
    assertEquals(HistoryBounds.DEFAULT, settings.history());
    assertEquals(
        new EventTimeBounds(315_532_800_000L, Duration.ofMinutes(10)), settings.eventTimes());
    assertEquals(1_000_000, settings.maxCatalogItems());
    assertEquals(
        new KnowledgeSettings.Vectors("bge-small-en-v15-q", 1_000_000), settings.vectors());
    assertEquals(
        new KnowledgeSettings.Budget(0, 0.5, new Priority(Duration.ofDays(1))), settings.budget());
  }

  @Test
  void shouldReadEveryKey() {
    KnowledgeSettings settings =
        KnowledgeConfig.read(
            Map.ofEntries(
                Map.entry("topic.prefix", "shop."),
                Map.entry("user.cold.start.events", "1"),
                Map.entry("user.growth.factor", "1.5"),
                Map.entry("user.growth.events", "7"),
                Map.entry("user.max.age.ms", "8"),
                Map.entry("request.history.events", "9"),
                Map.entry("request.history.selection", "diverse"),
                Map.entry("request.timeout.ms", "10"),
                Map.entry("request.timeout.max.ms", "11"),
                Map.entry("request.backoff.factor", "1.1"),
                Map.entry("request.attempts", "12"),
                Map.entry("request.check.interval.ms", "13"),
                Map.entry("request.in.flight.max", "23"),
                Map.entry("encoder.dimensions", "a:1,b:c:2"),
                Map.entry("event.time.min", "14"),
                Map.entry("event.time.ahead.max.ms", "15"),
                Map.entry("history.head.events", "16"),
                Map.entry("history.chunk.events", "4"),
                Map.entry("history.max.events", "100"),
                Map.entry("item.catalog.max", "17"),
                Map.entry("user.drift.threshold", "0.25"),
                Map.entry("user.drift.events", "18"),
                Map.entry("drift.encoder", "a"),
                Map.entry("drift.items.max", "19"),
                Map.entry("budget.tokens.per.hour", "20"),
                Map.entry("budget.items.share", "0.21"),
                Map.entry("budget.activity.half.life.ms", "22")));
    assertEquals("shop.", settings.app().topicPrefix());
    assertEquals(
        new RefreshPolicy(1, 1.5, 7, Duration.ofMillis(8), new Drift(0.25, 18)),
        settings.refresh());
    assertEquals(
        new KnowledgeSettings.Requests(
            new RetryPolicy(Duration.ofMillis(10), 1.1, Duration.ofMillis(11), 12),
            9,
            HistorySelection.DIVERSE,
            23,
            Duration.ofMillis(13)),
        settings.requests());
    assertEquals(new AnswerCheck(Map.of("a", 1, "b:c", 2)), settings.answers());
    assertEquals(new HistoryBounds(16, 4, 100), settings.history());
    assertEquals(new EventTimeBounds(14, Duration.ofMillis(15)), settings.eventTimes());
    assertEquals(17, settings.maxCatalogItems());
    assertEquals(new KnowledgeSettings.Vectors("a", 19), settings.vectors());
    assertEquals(
        new KnowledgeSettings.Budget(20, 0.21, new Priority(Duration.ofMillis(22))),
        settings.budget());
  }

  @Test
  void shouldHoldVectorsOnlyIfTheyAreNeeded() {
    assertFalse(KnowledgeConfig.read(Map.of()).readsVectors());
    assertTrue(KnowledgeConfig.read(Map.of("user.drift.threshold", "0.1")).readsVectors());
    assertTrue(KnowledgeConfig.read(Map.of("request.history.selection", "diverse")).readsVectors());
  }

  @Test
  void shouldNameTheKeyThatDoesNotFit() {
    assertRefused("user.cold.start.events", Map.of("user.cold.start.events", "0"));
    assertRefused("user.growth.factor", Map.of("user.growth.factor", "1"));
    assertRefused("user.drift.threshold", Map.of("user.drift.threshold", "2.1"));
    assertRefused("budget.tokens.per.hour", Map.of("budget.tokens.per.hour", "-1"));
    assertRefused("budget.items.share", Map.of("budget.items.share", "1"));
    assertRefused("request.history.selection", Map.of("request.history.selection", "oldest"));
    assertRefused("user.drift.events", Map.of("user.drift.events", "0"));
    assertRefused("event.time.min", Map.of("event.time.min", "-1"));
    assertRefused(
        "event.time.ahead.max.ms", Map.of("event.time.ahead.max.ms", "" + Long.MAX_VALUE));
    assertRefused("encoder.dimensions", Map.of("encoder.dimensions", "bge"));
    assertRefused("history", Map.of("history.head.events", "10", "history.chunk.events", "10"));
    assertRefused(
        "request.timeout.max.ms",
        Map.of("request.timeout.ms", "2000", "request.timeout.max.ms", "1000"));
    assertRefused("user.cold.start.events", Map.of("user.cold.start.event", "3"));
  }

  private static void assertRefused(String word, Map<String, String> properties) {
    String message =
        assertThrows(ConfigException.class, () -> KnowledgeConfig.read(properties)).getMessage();
    assertTrue(message.contains(word), message);
  }
}
