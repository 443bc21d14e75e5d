package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.items.ItemKnowledge;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A score reports what it was based on, with a model and without one. */
class ScoreProvenanceTest {
  @TempDir Path state;
  private ScoringBench bench;

  @BeforeEach
  void open() {
    bench = new ScoringBench(state, Map.of());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldReportWhatIsKnownWithOrWithoutAModel(boolean model) {
    serve(model);
    bench.user("u1", NOON - 100, Map.of("gender", "F"));
    bench.click("u1", "c1", "item3", NOON - 20, null);
    bench.click("u1", "c2", "item4", NOON - 10, null);
    bench.click("u1", "c3", "item5", NOON, null);
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1", "stranger", "item2");
    assertEquals(model ? ScoreOutcome.SCORED : ScoreOutcome.NO_MODEL, slate.getOutcome());
    assertEquals(Set.of("item1", "item2"), which(slate, ScoredCandidate::getKnown));
    assertEquals(2, slate.getHistoryLength());
    assertEquals(NOON - 10, slate.getNewestEventTime());
    assertTrue(slate.getUserKnown());
    assertEquals(1, bench.count("laser.candidates.unknown"));
    bench.items().remove("item1");
    bench.keeper().itemChanged("item1");
    assertEquals(
        Set.of("item2"),
        which(bench.score("i2", "u1", NOON, "item1", "item2"), ScoredCandidate::getKnown));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldReportWhatTheUserHasSeenHoweverLongAgo(boolean model) {
    serve(model);
    int events = 300;
    for (int i = 0; i < events; i++) {
      bench.click("u1", "c" + i, "old" + i, NOON - events + i, null);
    }
    bench.rate("u1", "r1", "item1", NOON, null, 5);
    bench.shown("u1", "item2", NOON - 1, "none", 0);
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1", "item2", "old0", "old150", "old299");
    assertEquals(
        Set.of("old0", "old150", "old299"),
        which(slate, ScoredCandidate::getSeen),
        "neither an item rated at that time nor one only shown");
    assertEquals(model ? TinyModels.HISTORY : 50, slate.getHistoryLength());
    assertEquals(
        Set.of("item1"),
        which(bench.score("i2", "u1", NOON + 1, "item1", "item2"), ScoredCandidate::getSeen));
    assertEquals(
        Set.of(),
        which(bench.score("i3", "u2", NOON + 1, "item1", "old0"), ScoredCandidate::getSeen));
  }

  @Test
  void shouldNotReportRetractedItemsAsSeen() {
    serve(true);
    bench.click("u1", "c1", "item1", NOON - 30, null);
    bench.send(
        Topic.INTERACTIONS,
        "u1",
        ScoringBench.interaction(
            "u1", "r1", "item1", NOON - 10, InteractionKind.RETRACTION, null, null, null));
    assertEquals(
        Set.of("item1"),
        which(bench.score("i1", "u1", NOON - 10, "item1"), ScoredCandidate::getSeen));
    assertEquals(Set.of(), which(bench.score("i2", "u1", NOON, "item1"), ScoredCandidate::getSeen));
    bench.click("u1", "c0", "item1", NOON - 40, null);
    assertEquals(
        Set.of("item1"),
        which(bench.score("i3", "u1", NOON, "item1"), ScoredCandidate::getSeen),
        "an earlier click that came late remains");
  }

  @Test
  void shouldReportTheAgeOfUsedKnowledge() {
    serve(true);
    bench.knowledge("u1", 10, NOON - 7_000, 1, 0, 0, 0);
    bench.knowledge("u1", 20, NOON, 0, 1, 0, 0);
    describe("item1", NOON - 5_000, TinyModels.ENCODER, TinyModels.DIMENSIONS);
    describe("item2", NOON, TinyModels.ENCODER, TinyModels.DIMENSIONS);
    describe("item3", NOON - 5_000, "another-encoder", TinyModels.DIMENSIONS);
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1", "item2", "item3", "item4");
    assertEquals(10, slate.getUserKnowledgePosition());
    assertEquals(NOON - 7_000, slate.getUserKnowledgeBasedOnEventTime());
    Map<String, Long> times =
        slate.getCandidates().stream()
            .filter(candidate -> candidate.getKnowledgeBasedOnEventTime() != null)
            .collect(
                Collectors.toMap(
                    ScoredCandidate::getItemId, ScoredCandidate::getKnowledgeBasedOnEventTime));
    assertEquals(
        Map.of("item1", NOON - 5_000),
        times,
        "the others' knowledge was not used: too new, of another encoder, absent");
    assertEquals(
        NOON, bench.score("i2", "u1", NOON + 1, "item1").getUserKnowledgeBasedOnEventTime());
  }

  @Test
  void shouldReportNoKnowledgeIfNoneWasUsed() {
    describe("item1", NOON - 5_000, TinyModels.ENCODER, TinyModels.DIMENSIONS);
    bench.knowledge("u1", 10, NOON - 7_000, 1, 0, 0, 0);
    bench.knowledge("u2", 10, NOON - 7_000, 1, 0);
    ScoredSlate slate = bench.score("i1", "u1", NOON, "item1");
    assertNull(slate.getUserKnowledgePosition(), "there is no model to use it");
    assertNull(slate.getUserKnowledgeBasedOnEventTime());
    assertNull(slate.getCandidates().get(0).getKnowledgeBasedOnEventTime());
    serve(true);
    ScoredSlate unusable = bench.score("i2", "u2", NOON, "item1");
    assertNull(unusable.getUserKnowledgePosition(), "its vector is not of the model's size");
    assertNull(unusable.getUserKnowledgeBasedOnEventTime());
    assertEquals(NOON - 5_000, unusable.getCandidates().get(0).getKnowledgeBasedOnEventTime());
  }

  private void serve(boolean model) {
    if (model) {
      bench.serve(TinyModels.bundle("m1"));
    }
  }

  private void describe(String itemId, long basedOn, String encoder, int dimensions) {
    bench
        .items()
        .with(itemId, "odd", new ItemKnowledge(1, basedOn, Map.of(encoder, new float[dimensions])));
    bench.keeper().itemChanged(itemId);
  }

  private static Set<String> which(ScoredSlate slate, Predicate<ScoredCandidate> holds) {
    return slate.getCandidates().stream()
        .filter(holds)
        .map(ScoredCandidate::getItemId)
        .collect(Collectors.toSet());
  }
}
