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
  void shouldLetInWhatKeepsThem() {
    assertEquals(Optional.empty(), rules.of("u", click("u", "i", NOW), NOW));
    assertEquals(
        Optional.empty(), rules.of("u", click("u", "x".repeat(512), NOW + 10 * MINUTE), NOW));
    assertEquals(
        Optional.empty(),
        rules.of("u", click("u", "two words", EventTimeBounds.DEFAULT.earliest()), NOW));
    assertEquals(Optional.empty(), rules.of("u", impression("u", NOW, List.of(), Map.of()), NOW));
    assertEquals(Optional.empty(), rules.of("i", item("i", NOW), NOW));
    assertEquals(Optional.empty(), rules.of("u", user("u", EventTimeBounds.ALWAYS), NOW));
    assertEquals(Optional.empty(), rules.of("u", act(InteractionKind.SHOWN, null, null), NOW));
    assertEquals(Optional.empty(), rules.of("u", act(InteractionKind.RATING, null, -2f), NOW));
  }

  @Test
  void shouldGuessTheUnitOfATimeThatIsNone() {
    Violation seconds = only(rules.of("u", click("u", "i", NOW / 1_000), NOW));
    assertEquals("time-too-early", seconds.reason());
    assertEquals("eventTime", seconds.field());
    assertEquals(
        "Interaction 'c': eventTime 1777636800 is 1970-01-21T13:47:16.800Z, before"
            + " 1980-01-01T00:00:00Z (event.time.min). Seconds? They would make it"
            + " 2026-05-01T12:00:00Z, but milliseconds since 1970 are expected",
        seconds.message());
    Violation micros = only(rules.of("u", click("u", "i", NOW * 1_000), NOW));
    assertEquals("time-ahead", micros.reason());
    assertTrue(
        micros.message().contains("Microseconds? They would make it 2026-05-01T12:00:00Z"),
        micros.message());
    assertFalse(
        message(rules.of("u", click("u", "i", 1), NOW)).contains("?"), "no unit makes sense of 1");
    assertFalse(message(rules.of("u", click("u", "i", NOW + 11 * MINUTE), NOW)).contains("?"));
  }

  @Test
  void shouldBoundTimesWhateverTheNumber() {
    assertEquals("time-before-1970", reason(rules.of("u", click("u", "i", -1), NOW)));
    assertEquals("time-before-1970", reason(rules.of("u", click("u", "i", Long.MIN_VALUE), NOW)));
    assertEquals("time-ahead", reason(rules.of("u", click("u", "i", Long.MAX_VALUE), NOW)));
    assertEquals("time-ahead", reason(rules.of("u", click("u", "i", NOW + 10 * MINUTE + 1), NOW)));
    assertEquals(
        "time-too-early",
        reason(rules.of("u", click("u", "i", EventTimeBounds.DEFAULT.earliest() - 1), NOW)));
    assertEquals(
        "time-too-early",
        reason(rules.of("u", click("u", "i", 0), NOW)),
        "since always is for versions");
    assertEquals("time-too-early", reason(rules.of("u", user("u", NOW / 1_000), NOW)));
    assertEquals("time-too-early", reason(rules.of("i", item("i", NOW / 1_000), NOW)));
    assertEquals(
        "time-too-early",
        reason(rules.of("u", impression("u", NOW / 1_000, List.of(), Map.of()), NOW)));
  }

  @Test
  void shouldRefuseIdsThatAreNone() {
    for (String id : List.of("", " ", " i", "i ", "i\t", "\ni", "\u2003i", "x".repeat(513))) {
      assertEquals("bad-id", reason(rules.of("u", click("u", id, NOW), NOW)), id);
      assertEquals("bad-id", reason(rules.of(id, click(id, "i", NOW), NOW)), id);
      assertEquals(
          "bad-id",
          reason(rules.of("u", impression("u", NOW, List.of("i", id), Map.of()), NOW)),
          id);
      assertEquals("bad-id", reason(rules.of(id, item(id, NOW), NOW)), id);
      assertEquals("bad-id", reason(rules.of(id, user(id, NOW), NOW)), id);
    }
    assertEquals(
        "Interaction 'c': itemId 'i ' begins or ends with white space; take it off, as is done with"
            + " ids in files",
        message(rules.of("u", click("u", "i ", NOW), NOW)));
    assertTrue(
        message(rules.of("u", click("u", "x".repeat(100_000), NOW), NOW)).length() < 300,
        "an id is not said whole");
  }

  @Test
  void shouldRefuseAKeyThatIsNotTheId() {
    assertEquals("wrong-key", reason(rules.of("v", click("u", "i", NOW), NOW)));
    assertEquals(
        "wrong-key", reason(rules.of("v", impression("u", NOW, List.of(), Map.of()), NOW)));
    assertEquals("wrong-key", reason(rules.of("j", item("i", NOW), NOW)));
    assertEquals("wrong-key", reason(rules.of("v", user("u", NOW), NOW)));
    assertEquals("wrong-key", reason(rules.of(null, user("u", NOW), NOW)));
  }

  @Test
  void shouldRefuseInteractionsThatSayNothing() {
    assertEquals(
        "no-rating-value", reason(rules.of("u", act(InteractionKind.RATING, null, null), NOW)));
    assertEquals(
        "no-rating-value",
        reason(
            rules.of("u", act(InteractionKind.RATING_CHANGE, null, Float.POSITIVE_INFINITY), NOW)));
    assertEquals(
        "negative-position", reason(rules.of("u", act(InteractionKind.SHOWN, -1, null), NOW)));
    assertEquals(
        "unknown-kind", reason(rules.of("u", act(InteractionKind.UNKNOWN, null, null), NOW)));
  }

  @Test
  void shouldBoundSlatesAndTheirContext() {
    List<String> thousand =
        IntStream.range(0, 1_000).mapToObj(i -> "i" + i).collect(Collectors.toList());
    assertEquals(Optional.empty(), rules.of("u", impression("u", NOW, thousand, Map.of()), NOW));
    thousand.addAll(thousand);
    assertEquals(
        Optional.empty(),
        rules.of("u", impression("u", NOW, thousand, Map.of()), NOW),
        "twice the same");
    thousand.add("one more");
    assertEquals(
        "too-many-candidates",
        reason(rules.of("u", impression("u", NOW, thousand, Map.of()), NOW)));
    assertEquals(
        "context-too-large",
        reason(
            rules.of("u", impression("u", NOW, List.of(), Map.of("a", "x".repeat(8_192))), NOW)));
    Map<String, String> fields =
        IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "f" + i, i -> ""));
    assertEquals(
        "context-too-large", reason(rules.of("u", impression("u", NOW, List.of(), fields), NOW)));
  }

  @Test
  void shouldTakeTombstonesForDeletionsOnlyWhereThereIsSomethingToDelete() {
    assertEquals(Optional.empty(), rules.of("i", (Item) null, NOW));
    assertEquals(Optional.empty(), rules.of(" an id of an earlier build", (User) null, NOW));
    assertEquals("no-value", reason(rules.of("u", (Interaction) null, NOW)));
    assertEquals("no-value", reason(rules.of("u", (Impression) null, NOW)));
  }

  @Test
  void shouldBelieveTheTimesOfKnowledgeFrom1970On() {
    assertEquals(Optional.empty(), rules.of("i", knowledge("i", 1), NOW));
    assertEquals("time-ahead", reason(rules.of("i", knowledge("i", NOW + 11 * MINUTE), NOW)));
    assertEquals("time-before-1970", reason(rules.of("i", knowledge("i", -1), NOW)));
  }

  @Test
  void shouldBelieveWhatItIsToldTo() {
    RecordRules lenient =
        new RecordRules(new EventTimeBounds(0, EventTimeBounds.DEFAULT_MAX_AHEAD));
    assertEquals(Optional.empty(), lenient.of("u", click("u", "i", 0), NOW));
    assertEquals("time-before-1970", reason(lenient.of("u", click("u", "i", -1), NOW)));
  }

  @Test
  void shouldCountTheNewestVersionAndOfEqualOnesTheLater() {
    Item old = item("i", 1);
    Item first = item("i", 2);
    Item second = new Item("i", "another title", "", List.of(), Map.of(), 2L);
    assertEquals(first, Versions.newest(old, first));
    assertEquals(first, Versions.newest(first, old));
    assertEquals(second, Versions.newest(first, second));
    assertEquals(2, Versions.newest(user("u", 2), user("u", 1)).getUpdatedAt());
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

  private static Interaction act(InteractionKind kind, Integer position, Float value) {
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
        new Provenance("g", "p", List.of(), NOW, "r"));
  }
}
