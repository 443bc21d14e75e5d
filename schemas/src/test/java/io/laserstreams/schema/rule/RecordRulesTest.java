package io.laserstreams.schema.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.Impression;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.User;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordRulesTest {
  private static final long NOW = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  private final RecordRules rules = new RecordRules(EventTimeBounds.DEFAULT);

  @Test
  void shouldAcceptValidRecords() {
    assertEquals(Optional.empty(), rules.check("u", click("u", "i", NOW), NOW));
    assertEquals(
        Optional.empty(), rules.check("u", click("u", "x".repeat(512), NOW + 10 * MINUTE), NOW));
    assertEquals(
        Optional.empty(),
        rules.check("u", click("u", "two words", EventTimeBounds.DEFAULT.earliest()), NOW));
    assertEquals(
        Optional.empty(), rules.check("u", impression("u", NOW, List.of(), Map.of()), NOW));
    assertEquals(Optional.empty(), rules.check("i", item("i", NOW), NOW));
    assertEquals(Optional.empty(), rules.check("u", user("u", EventTimeBounds.ALWAYS), NOW));
    assertEquals(
        Optional.empty(), rules.check("u", interaction(InteractionKind.SHOWN, null, null), NOW));
    assertEquals(
        Optional.empty(), rules.check("u", interaction(InteractionKind.RATING, null, -2f), NOW));
  }

  @Test
  void shouldGuessTheUnitOfAnImplausibleTime() {
    Violation seconds = only(rules.check("u", click("u", "i", NOW / 1_000), NOW));
    assertEquals("time-too-early", seconds.reason());
    assertEquals("eventTime", seconds.field());
    assertEquals(
        "Interaction 'c': eventTime 1777636800 is 1970-01-21T13:47:16.800Z, before"
            + " 1980-01-01T00:00:00Z (event.time.min). Seconds? They would make it"
            + " 2026-05-01T12:00:00Z, but milliseconds since 1970 are expected",
        seconds.message());
    Violation micros = only(rules.check("u", click("u", "i", NOW * 1_000), NOW));
    assertEquals("time-ahead", micros.reason());
    assertTrue(
        micros.message().contains("Microseconds? They would make it 2026-05-01T12:00:00Z"),
        micros.message());
    assertFalse(
        message(rules.check("u", click("u", "i", 1), NOW)).contains("?"),
        "1 is plausible in no unit");
    assertFalse(message(rules.check("u", click("u", "i", NOW + 11 * MINUTE), NOW)).contains("?"));
  }

  @Test
  void shouldBoundTimes() {
    assertEquals("time-before-1970", reason(rules.check("u", click("u", "i", -1), NOW)));
    assertEquals(
        "time-before-1970", reason(rules.check("u", click("u", "i", Long.MIN_VALUE), NOW)));
    assertEquals("time-ahead", reason(rules.check("u", click("u", "i", Long.MAX_VALUE), NOW)));
    assertEquals(
        "time-ahead", reason(rules.check("u", click("u", "i", NOW + 10 * MINUTE + 1), NOW)));
    assertEquals(
        "time-too-early",
        reason(rules.check("u", click("u", "i", EventTimeBounds.DEFAULT.earliest() - 1), NOW)));
    assertEquals(
        "time-too-early",
        reason(rules.check("u", click("u", "i", 0), NOW)),
        "ALWAYS is for versions");
    assertEquals("time-too-early", reason(rules.check("u", user("u", NOW / 1_000), NOW)));
    assertEquals("time-too-early", reason(rules.check("i", item("i", NOW / 1_000), NOW)));
    assertEquals(
        "time-too-early",
        reason(rules.check("u", impression("u", NOW / 1_000, List.of(), Map.of()), NOW)));
  }

  @Test
  void shouldRefuseBadIds() {
    for (String id : List.of("", " ", " i", "i ", "i\t", "\ni", "\u2003i", "x".repeat(513))) {
      assertEquals("bad-id", reason(rules.check("u", click("u", id, NOW), NOW)), id);
      assertEquals("bad-id", reason(rules.check(id, click(id, "i", NOW), NOW)), id);
      assertEquals(
          "bad-id",
          reason(rules.check("u", impression("u", NOW, List.of("i", id), Map.of()), NOW)),
          id);
      assertEquals("bad-id", reason(rules.check(id, item(id, NOW), NOW)), id);
      assertEquals("bad-id", reason(rules.check(id, user(id, NOW), NOW)), id);
    }
    assertEquals(
        "Interaction 'c': itemId 'i ' begins or ends with white space; strip it, as is done with"
            + " ids in files",
        message(rules.check("u", click("u", "i ", NOW), NOW)));
    assertTrue(
        message(rules.check("u", click("u", "x".repeat(100_000), NOW), NOW)).length() < 300,
        "an overlong id is not quoted in full");
  }

  @Test
  void shouldRefuseAKeyThatIsNotTheId() {
    assertEquals("wrong-key", reason(rules.check("v", click("u", "i", NOW), NOW)));
    assertEquals(
        "wrong-key", reason(rules.check("v", impression("u", NOW, List.of(), Map.of()), NOW)));
    assertEquals("wrong-key", reason(rules.check("j", item("i", NOW), NOW)));
    assertEquals("wrong-key", reason(rules.check("v", user("u", NOW), NOW)));
    assertEquals("wrong-key", reason(rules.check(null, user("u", NOW), NOW)));
  }

  @Test
  void shouldRefuseInteractionsWithoutMeaning() {
    assertEquals(
        "no-rating-value",
        reason(rules.check("u", interaction(InteractionKind.RATING, null, null), NOW)));
    assertEquals(
        "no-rating-value",
        reason(
            rules.check(
                "u",
                interaction(InteractionKind.RATING_CHANGE, null, Float.POSITIVE_INFINITY),
                NOW)));
    assertEquals(
        "negative-position",
        reason(rules.check("u", interaction(InteractionKind.SHOWN, -1, null), NOW)));
    assertEquals(
        "unknown-kind",
        reason(rules.check("u", interaction(InteractionKind.UNKNOWN, null, null), NOW)));
  }

  @Test
  void shouldBoundSlatesAndTheirContext() {
    List<String> most =
        IntStream.range(0, 5_000).mapToObj(i -> "i" + i).collect(Collectors.toList());
    assertEquals(Optional.empty(), rules.check("u", impression("u", NOW, most, Map.of()), NOW));
    most.addAll(List.copyOf(most));
    assertEquals(
        Optional.empty(),
        rules.check("u", impression("u", NOW, most, Map.of()), NOW),
        "each candidate twice");
    most.add("one more");
    assertEquals(
        "too-many-candidates", reason(rules.check("u", impression("u", NOW, most, Map.of()), NOW)));
    assertEquals(
        "context-too-large",
        reason(
            rules.check(
                "u", impression("u", NOW, List.of(), Map.of("a", "x".repeat(8_192))), NOW)));
    Map<String, String> fields =
        IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "f" + i, i -> ""));
    assertEquals(
        "context-too-large",
        reason(rules.check("u", impression("u", NOW, List.of(), fields), NOW)));
  }

  @Test
  void shouldAcceptTombstonesOnlyWhereTheyDelete() {
    assertEquals(Optional.empty(), rules.check("i", (Item) null, NOW));
    assertEquals(Optional.empty(), rules.check(" an id of an earlier build", (User) null, NOW));
    assertEquals("no-value", reason(rules.check("u", (Interaction) null, NOW)));
    assertEquals("no-value", reason(rules.check("u", (Impression) null, NOW)));
  }

  @Test
  void shouldAcceptTimesOfKnowledgeFrom1970On() {
    assertEquals(Optional.empty(), check("i", knowledge("i", 1)));
    assertEquals("time-ahead", reason(check("i", knowledge("i", NOW + 11 * MINUTE))));
    assertEquals("time-before-1970", reason(check("i", knowledge("i", -1))));
  }

  @Test
  void shouldRefuseKnowledgeOfAnotherSubject() {
    Knowledge knowledge = knowledge("i", 1);
    assertEquals("wrong-key", reason(check("j", knowledge)));
    Violation violation = only(rules.check("i", knowledge, SubjectKind.USER, NOW));
    assertEquals("wrong-subject", violation.reason());
    assertEquals(
        "Knowledge of 'i': subjectKind is ITEM on the topic of user knowledge",
        violation.message());
    assertEquals(Optional.empty(), rules.check("i", (Knowledge) null, SubjectKind.USER, NOW));
  }

  @Test
  void shouldAcceptTheConfiguredTimes() {
    RecordRules lenient =
        new RecordRules(new EventTimeBounds(0, EventTimeBounds.DEFAULT_MAX_AHEAD));
    assertEquals(Optional.empty(), lenient.check("u", click("u", "i", 0), NOW));
    assertEquals("time-before-1970", reason(lenient.check("u", click("u", "i", -1), NOW)));
  }

  @Test
  void shouldPreferTheNewestVersionAndTheLaterOfEqualOnes() {
    Item old = item("i", 1);
    Item first = item("i", 2);
    Item second = new Item("i", "another title", "", List.of(), Map.of(), 2L);
    assertEquals(first, Versions.newest(old, first));
    assertEquals(first, Versions.newest(first, old));
    assertEquals(second, Versions.newest(first, second));
    assertEquals(2, Versions.newest(user("u", 2), user("u", 1)).getUpdatedAt());
  }

  private Optional<Violation> check(String key, Knowledge knowledge) {
    return rules.check(key, knowledge, SubjectKind.ITEM, NOW);
  }

  private static Violation only(Optional<Violation> violation) {
    return violation.orElseThrow();
  }

  private static String reason(Optional<Violation> violation) {
    return only(violation).reason();
  }

  private static String message(Optional<Violation> violation) {
    return only(violation).message();
  }

  private static Interaction click(String user, String item, long time) {
    return new Interaction("c", user, item, time, InteractionKind.CLICK, null, null, null);
  }

  private static Interaction interaction(InteractionKind kind, Integer position, Float value) {
    return new Interaction("c", "u", "i", NOW, kind, null, position, value);
  }

  private static Impression impression(
      String user, long time, List<String> candidates, Map<String, String> context) {
    return new Impression("imp", user, time, candidates, context, null);
  }

  private static Item item(String id, long updatedAt) {
    return new Item(id, "title", "", List.of(), Map.of(), updatedAt);
  }

  private static User user(String id, long updatedAt) {
    return new User(id, Map.of(), updatedAt);
  }

  private static Knowledge knowledge(String id, long basedOn) {
    return new Knowledge(
        SubjectKind.ITEM,
        id,
        1L,
        basedOn,
        "text",
        Collections.emptyList(),
        new Provenance("g", "p", List.of(), NOW, "r", 0L, 0L));
  }
}
