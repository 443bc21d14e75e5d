package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.schema.Impression;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How scoring handles bad input. After each bad record the stream continues. */
@Tag("slow")
class BadInputTest {
  private static final long YEAR_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  @TempDir Path state;
  private ScoringBench bench;

  @BeforeEach
  void open() {
    bench = new ScoringBench(state, Map.of()).serve(TinyModels.bundle("m1"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldScoreAnUnknownUser() {
    ScoredSlate slate = bench.score("i1", "nobody", NOON, "item1");
    assertEquals(ScoreOutcome.SCORED, slate.getOutcome());
    assertFalse(slate.getUserKnown());
  }

  @Test
  void shouldScoreAnUnknownItemAsUnknown() {
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1", "never-seen", "never-seen-either");
    Map<String, Double> logits = ScoringTopologyTest.logits(slate);
    assertEquals(3, logits.size());
    assertEquals(logits.get("never-seen"), logits.get("never-seen-either"));
    assertTrue(known(slate, "item1"));
    assertFalse(known(slate, "never-seen"));
    assertEquals(2, bench.count("laser.candidates.unknown"));
  }

  @Test
  void shouldScoreADeletedItemAsUnknown() {
    bench.items().remove("item1");
    bench.keeper().itemChanged("item1");
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1", "item2");
    assertFalse(known(slate, "item1"));
    assertTrue(known(slate, "item2"));
  }

  @Test
  void shouldScoreAnEmptySlate() {
    ScoredSlate slate = bench.score("i1", "u1", NOON);
    assertEquals(ScoreOutcome.EMPTY_SLATE, slate.getOutcome());
    assertEquals(List.of(), slate.getCandidates());
    bench.sendImpression("i1", "u1", NOON);
    assertEquals(List.of(), bench.scores());
  }

  @Test
  void shouldScoreFiveThousandCandidatesAndRefuseMore() {
    assertEquals(5_000, bench.score("i1", "u1", NOON, ids(5_000)).getCandidates().size());
    bench.sendImpression("i2", "u1", NOON, ids(5_001));
    assertRefused("too-many-candidates");
  }

  @Test
  void shouldRefuseASlateThatTakesTooMuchStateAndChangeNothing() {
    bench.sendImpression("i1", "u1", NOON, longIds(5_000));
    assertRefused("too-large");
    assertEquals(ScoreOutcome.SCORED, bench.score("i1", "u1", NOON, ids(10)).getOutcome());
  }

  @Test
  void shouldCountTheFirstOfDuplicateCandidates() {
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1", "item2", "item1", "item1");
    assertEquals(2, slate.getCandidates().size());
    String[] copies = Collections.nCopies(2_000, "item1").toArray(String[]::new);
    assertEquals(1, bench.score("i2", "u1", NOON, copies).getCandidates().size());
  }

  @Test
  void shouldRefuseAVectorThatIsNotFinite() {
    Map<String, Double> without =
        ScoringTopologyTest.logits(bench.score("i1", "u1", NOON, "item1"));
    bench.knowledge("u1", 1, NOON - 1, 1, Float.NaN, 0, 0);
    assertRefused("vector-not-finite");
    ScoredSlate slate = bench.score("i2", "u1", NOON, "item1");
    assertEquals(without, ScoringTopologyTest.logits(slate));
    assertNull(slate.getUserKnowledgePosition());
  }

  @Test
  void shouldRefuseAVectorOfTheWrongSizeAndKeepThePreviousOne() {
    bench.knowledge("u1", 1, NOON - 2, 1, 0, 0, 0);
    bench.knowledge("u1", 2, NOON - 1, 1, 0, 0);
    assertRefused("vector-size");
    assertEquals(1, bench.score("i1", "u1", NOON, "item1").getUserKnowledgePosition());
  }

  @Test
  void shouldScoreWithoutAVectorThatDoesNotFitALaterModel() {
    bench.knowledge("u1", 1, NOON - 2, 1, 0, 0, 0);
    bench.serve(TinyModels.bundle("m2", TinyModels.HISTORY, 6));
    assertNull(bench.score("i1", "u1", NOON, "item1").getUserKnowledgePosition());
    assertEquals(1, bench.count("laser.user.vectors.unusable"));
  }

  @Test
  void shouldRefuseATimeInSeconds() {
    bench.click("u1", "c1", "item1", NOON / 1_000, null);
    assertRefused("time-too-early");
    bench.sendImpression("i1", "u1", NOON / 1_000, "item1");
    assertRefused("time-too-early");
    bench.user("u1", NOON / 1_000, Map.of());
    assertRefused("time-too-early");
  }

  @Test
  void shouldTreatAProfileWithoutATimeAsAlwaysValid() {
    bench.user("u1", 0, Map.of("gender", "F"));
    assertTrue(bench.score("i1", "u1", NOON, "item1").getUserKnown());
  }

  @Test
  void shouldAcceptAnEventOf1970IfConfigured() {
    bench.close();
    bench = new ScoringBench(state, Map.of(EventTimeKeys.MIN, "0")).serve(TinyModels.bundle("m1"));
    bench.click("u1", "c1", "item1", 0, null);
    ScoredSlate slate = bench.score("i1", "u1", 1, "item2");
    assertEquals(1, slate.getHistoryLength());
    assertEquals(0, slate.getNewestEventTime());
  }

  @Test
  void shouldRefuseATimeTooFarAheadWithoutClosingWindows() {
    bench.score("i1", "u1", NOON, "item1");
    bench.score("i2", "u2", NOON, "item1");
    bench.shown("u1", "item1", NOON + 1, "i1", 0);
    bench.shown("u2", "item1", NOON + 1, "i2", 0);
    bench.click("u1", "c1", "item2", YEAR_2100, null);
    assertRefused("time-ahead");
    bench.sendImpression("i3", "u1", YEAR_2100, "item1");
    assertRefused("time-ahead");
    bench.user("u1", YEAR_2100, Map.of());
    assertRefused("time-ahead");
    bench.click("u1", "c2", "item2", NOON + 2, null);
    assertEquals(List.of(), bench.samples());
    assertEquals(1, bench.score("i4", "u1", NOON + 3, "item1").getHistoryLength());
  }

  @Test
  void shouldRefuseATimeBefore1970() {
    bench.click("u1", "c1", "item1", -1, null);
    assertRefused("time-before-1970");
  }

  @Test
  void shouldNotCloseOtherUsersWindowsByALateEventTime() {
    bench.score("i1", "u1", NOON, "item1");
    bench.shown("u1", "item1", NOON + 1, "i1", 0);
    bench.pass(Duration.ofMinutes(1));
    bench.click("u2", "c1", "item1", NOON + Duration.ofMinutes(11).toMillis(), null);
    assertEquals(List.of(), bench.samples());
  }

  @Test
  void shouldRefuseBytesThatAreNotAvro() {
    bench.sendBytes(Topic.IMPRESSIONS, "u1", new byte[] {'{', '}'});
    assertRefused("unreadable");
    bench.sendBytes(Topic.INTERACTIONS, "u1", new byte[0]);
    assertRefused("unreadable");
  }

  @Test
  void shouldRefuseAnUnknownSchemaId() {
    bench.sendBytes(Topic.INTERACTIONS, "u1", new byte[] {0, 0, 0, 99, 99, 1, 2, 3});
    assertRefused("unreadable");
  }

  @Test
  void shouldRefuseAKeyThatIsNotTheUser() {
    bench.send(Topic.IMPRESSIONS, "u2", ScoringBench.impression("i1", "u1", NOON, "item1"));
    assertRefused("wrong-key");
    bench.send(Topic.IMPRESSIONS, null, ScoringBench.impression("i1", "u1", NOON, "item1"));
    assertRefused("no-key");
  }

  @Test
  void shouldRefuseARatingWithoutAFiniteValue() {
    bench.send(
        Topic.INTERACTIONS,
        "u1",
        ScoringBench.interaction(
            "u1", "r1", "item1", NOON, InteractionKind.RATING, null, null, null));
    assertRefused("no-rating-value");
    bench.send(
        Topic.INTERACTIONS,
        "u1",
        ScoringBench.interaction(
            "u1", "r1", "item1", NOON, InteractionKind.RATING, null, null, Float.NaN));
    assertRefused("no-rating-value");
  }

  @Test
  void shouldRefuseAKindFromANewerVersion() {
    bench.send(
        Topic.INTERACTIONS,
        "u1",
        ScoringBench.interaction(
            "u1", "x1", "item1", NOON, InteractionKind.UNKNOWN, null, null, null));
    assertRefused("unknown-kind");
  }

  @Test
  void shouldRefuseEmptyIdsAndATombstoneOfAnEvent() {
    bench.sendImpression("", "u1", NOON, "item1");
    assertRefused("bad-id");
    bench.sendImpression("i1", "u1", NOON, "");
    assertRefused("bad-id");
    bench.sendBytes(Topic.IMPRESSIONS, "u1", null);
    assertRefused("no-value");
  }

  @Test
  void shouldRefuseIdsWithSurroundingWhiteSpace() {
    bench.sendImpression("i1 ", "u1", NOON, "item1");
    assertRefused("bad-id");
    bench.sendImpression("i1", "u1", NOON, "item1", "\u2003item2");
    assertRefused("bad-id");
    bench.click(" u1", "c1", "item1", NOON, null);
    assertRefused("bad-id");
    bench.user("u1\n", NOON, Map.of());
    assertRefused("bad-id");
    bench.sendBytes(Topic.USERS, "u1\n", null);
    assertEquals(List.of(), bench.deadLetterReasons(), "whatever was stored can be deleted");
  }

  @Test
  void shouldRefuseAContextThatIsTooLarge() {
    bench.send(
        Topic.IMPRESSIONS,
        "u1",
        new Impression(
            "i1", "u1", NOON, List.of("item1"), Map.of("page", "x".repeat(10_000)), null));
    assertRefused("context-too-large");
  }

  @Test
  void shouldFlagASlateThatMissedItsDeadline() {
    bench.send(
        Topic.IMPRESSIONS,
        "u1",
        new Impression("i1", "u1", NOON, List.of("item1"), Map.of(), NOON - 1));
    assertTrue(bench.onlyScore().getDeadlineMissed());
    bench.send(
        Topic.IMPRESSIONS,
        "u1",
        new Impression("i2", "u1", NOON, List.of("item1"), Map.of(), NOON + 1));
    assertFalse(bench.onlyScore().getDeadlineMissed());
  }

  @Test
  void shouldDeleteAProfileByTombstone() {
    bench.user("u1", NOON - 1, Map.of("gender", "F"));
    ScoredSlate known = bench.score("i1", "u1", NOON, "item1");
    bench.sendBytes(Topic.USERS, "u1", null);
    ScoredSlate unknown = bench.score("i2", "u1", NOON, "item1");
    assertTrue(known.getUserKnown());
    assertFalse(unknown.getUserKnown());
    assertNotEquals(ScoringTopologyTest.logits(known), ScoringTopologyTest.logits(unknown));
  }

  /**
   * The last record became this dead letter, without a score, and the next impression is scored.
   */
  private void assertRefused(String reason) {
    assertEquals(List.of(reason), bench.deadLetterReasons());
    assertEquals(List.of(), bench.scores());
    bench.score("after-" + reason + "-" + System.nanoTime(), "someone-else", NOON, "item1");
  }

  private static boolean known(ScoredSlate slate, String itemId) {
    return slate.getCandidates().stream()
        .filter(candidate -> candidate.getItemId().equals(itemId))
        .allMatch(ScoredCandidate::getKnown);
  }

  private static String[] longIds(int count) {
    return Arrays.stream(ids(count)).map(id -> id + "x".repeat(300)).toArray(String[]::new);
  }

  private static String[] ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "x" + i).toArray(String[]::new);
  }
}
