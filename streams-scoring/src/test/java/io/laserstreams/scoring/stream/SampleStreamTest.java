package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.laserstreams.runtime.config.EventTimeKeys;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.SampleCandidate;
import io.laserstreams.schema.SampleEvent;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.WindowClose;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Served slates joined with feedback. The window is ten minutes, grace and lateness one minute
 * each.
 */
@Tag("slow")
class SampleStreamTest {
  private static final long WINDOW = Duration.ofMinutes(10).toMillis();
  private static final long LATENESS = Duration.ofMinutes(1).toMillis();
  private static final long SERVED = NOON - Duration.ofHours(1).toMillis();
  private static final long AFTER = SERVED + WINDOW + LATENESS;

  @TempDir Path state;
  private ScoringBench bench;

  @BeforeEach
  void open() {
    bench =
        new ScoringBench(
                state,
                Map.of(
                    ScoringConfig.ATTRIBUTION_WINDOW_MS, Long.toString(WINDOW),
                    ScoringConfig.ATTRIBUTION_GRACE_MS, "60000",
                    ScoringConfig.ATTRIBUTION_LATENESS_MS, Long.toString(LATENESS),
                    ScoringConfig.IMPRESSION_MEMORY_MS, "3600000",
                    ScoringConfig.OPEN_WINDOWS_MAX, "3",
                    EventTimeKeys.AHEAD_MAX_MS, "86400000"))
            .serve(TinyModels.bundle("m1"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldMakeASampleOfShownCandidatesWithTheFeaturesAsServed() {
    bench.user("u1", SERVED - 50, Map.of("gender", "F"));
    bench.knowledge("u1", 4, SERVED - 40, 1, 0, 0, 0);
    bench.rate("u1", "r0", "item9", SERVED - 30, null, 2);
    ScoredSlate slate = bench.score("i1", "u1", SERVED, "item1", "item2", "item3");
    String top = slate.getCandidates().get(0).getItemId();
    String second = slate.getCandidates().get(1).getItemId();
    bench.shown("u1", top, SERVED + 1, "i1", 0);
    bench.shown("u1", second, SERVED + 1, "i1", 1);
    bench.click("u1", "c1", second, SERVED + 2, "i1");
    bench.user("u1", SERVED + 3, Map.of("gender", "M"));
    bench.knowledge("u1", 5, SERVED + 3, 0, 1, 0, 0);
    assertEquals(List.of(), bench.samples());

    bench.click("u1", "c2", "item8", AFTER, null);
    TrainingSample sample = onlySample();
    assertEquals("i1", sample.getImpressionId());
    assertEquals("m1", sample.getModelVersion());
    assertEquals(Map.of("gender", "F"), sample.getProfile());
    assertEquals(Map.of("page", "home"), sample.getContext());
    assertEquals(List.of(new SampleEvent("item9", 2f, SERVED - 30)), sample.getHistory());
    assertEquals(4, sample.getUserKnowledgePosition());
    assertEquals(List.of(1f, 0f, 0f, 0f), sample.getUserVectors().get(0).getValues());
    assertEquals(WindowClose.EVENT_TIME, sample.getClosedBy());
    assertEquals(
        List.of(top, second),
        sample.getCandidates().stream().map(SampleCandidate::getItemId).toList());
    assertEquals(
        List.of(0f, 1f), sample.getCandidates().stream().map(SampleCandidate::getLabel).toList());
    assertEquals(
        List.of(0, 1), sample.getCandidates().stream().map(SampleCandidate::getPosition).toList());
    for (int rank = 0; rank < 2; rank++) {
      ScoredCandidate scored = slate.getCandidates().get(rank);
      assertEquals(scored.getLogit(), sample.getCandidates().get(rank).getLogit());
      assertEquals(scored.getPropensity(), sample.getCandidates().get(rank).getPropensity());
    }
  }

  @Test
  void shouldTreatAClickedOrRatedCandidateAsShownAtItsRank() {
    ScoredSlate slate = bench.score("i1", "u1", SERVED, "item1", "item2", "item3");
    String third = slate.getCandidates().get(2).getItemId();
    bench.rate("u1", "r1", third, SERVED + 1, "i1", 4);
    bench.click("u1", "later", "item9", AFTER, null);
    SampleCandidate candidate = onlySample().getCandidates().get(0);
    assertEquals(third, candidate.getItemId());
    assertEquals(2, candidate.getPosition());
    assertEquals(4f, candidate.getValue());
    assertEquals(1f, candidate.getLabel());
  }

  @Test
  void shouldLabelARatingByTheThreshold() {
    bench.score("i1", "u1", SERVED, "item1", "item2");
    bench.rate("u1", "r1", "item1", SERVED + 1, "i1", 3);
    bench.rate("u1", "r2", "item2", SERVED + 1, "i1", 3.5f);
    bench.click("u1", "later", "item9", AFTER, null);
    Map<String, Float> labels = labels(onlySample());
    assertEquals(Map.of("item1", 0f, "item2", 1f), labels);
  }

  @Test
  void shouldFollowChangedAndRetractedRatings() {
    bench.score("i1", "u1", SERVED, "item1", "item2", "item3");
    bench.rate("u1", "r1", "item1", SERVED + 1, "i1", 5);
    interact("x1", "item1", InteractionKind.RATING_CHANGE, SERVED + 2, 1f);
    bench.rate("u1", "r2", "item2", SERVED + 1, "i1", 5);
    interact("x2", "item2", InteractionKind.RETRACTION, SERVED + 2, null);
    bench.click("u1", "c3", "item3", SERVED + 1, "i1");
    bench.rate("u1", "r3", "item3", SERVED + 2, "i1", 1);
    interact("x3", "item3", InteractionKind.RETRACTION, SERVED + 3, null);
    interact("x3", "item3", InteractionKind.RETRACTION, SERVED + 3, null);
    bench.click("u1", "later", "item9", AFTER, null);
    assertEquals(Map.of("item1", 0f, "item2", 0f, "item3", 1f), labels(onlySample()));
  }

  @Test
  void shouldCloseAWindowByTheWallClockOnAnIdlePartition() {
    bench.score("i1", "u1", SERVED, "item1");
    bench.shown("u1", "item1", SERVED + 1, "i1", 0);
    bench.pass(Duration.ofMinutes(10));
    assertEquals(List.of(), bench.samples());
    bench.pass(Duration.ofMinutes(1));
    TrainingSample sample = onlySample();
    assertEquals(WindowClose.WALL_CLOCK, sample.getClosedBy());
    assertEquals(0f, sample.getCandidates().get(0).getLabel());
    bench.click("u1", "later", "item9", AFTER, null);
    assertEquals(List.of(), bench.samples());
  }

  @Test
  void shouldCloseAWindowByALaterImpressionOfTheUser() {
    bench.score("i1", "u1", SERVED, "item1");
    bench.click("u1", "c1", "item1", SERVED + 1, "i1");
    bench.sendImpression("i2", "u1", AFTER - 1, "item1");
    assertEquals(List.of(), bench.samples());
    bench.sendImpression("i3", "u1", AFTER, "item1");
    assertEquals("i1", onlySample().getImpressionId());
  }

  @Test
  void shouldJoinFeedbackThatArrivesAfterARecordPastTheWindow() {
    bench.score("i1", "u1", SERVED, "item1", "item2");
    bench.sendImpression("i2", "u1", AFTER - 1, "item3");
    bench.click("u1", "past", "item9", AFTER - 1, null);
    bench.shown("u1", "item1", SERVED + 1, "i1", 0);
    bench.click("u1", "c1", "item1", SERVED + WINDOW - 1, "i1");
    bench.click("u1", "outside", "item2", SERVED + WINDOW, "i1");
    bench.click("u1", "later", "item9", AFTER, null);
    assertEquals(Map.of("item1", 1f), labels(onlySample()));
    assertEquals(1, bench.count("laser.late.interactions", "kind", "click"));
  }

  @Test
  void shouldJoinFeedbackThatArrivesBeforeItsImpression() {
    bench.shown("u1", "item1", SERVED + 1, "i1", 4);
    bench.rate("u1", "r1", "item2", SERVED + 2, "i1", 5);
    bench.click("u1", "outside", "item1", SERVED + WINDOW, "i1");
    bench.click("u1", "of-another", "item1", SERVED + 3, "i2");
    bench.score("i1", "u1", SERVED, "item1", "item2");
    bench.click("u1", "later", "item9", AFTER, null);
    TrainingSample sample = onlySample();
    assertEquals(Map.of("item1", 0f, "item2", 1f), labels(sample));
    assertEquals(
        4,
        sample.getCandidates().stream()
            .filter(candidate -> candidate.getItemId().equals("item1"))
            .findFirst()
            .orElseThrow()
            .getPosition());
    assertEquals(3, bench.count("laser.early.interactions"));
    assertEquals(1, bench.count("laser.late.interactions", "kind", "click"));
    assertEquals(4, bench.count("laser.unattributed.interactions", "reason", "unknown-impression"));
  }

  @Test
  void shouldBoundTheFeedbackKeptForUnknownImpressions() {
    for (int i = 0; i < 70; i++) {
      bench.click("u1", "c" + i, "item" + i, SERVED + 1, "i1");
    }
    bench.score("i1", "u1", SERVED, "item0", "item5", "item6", "item69");
    bench.click("u1", "later", "item9", AFTER, null);
    assertEquals(Map.of("item6", 1f, "item69", 1f), labels(onlySample()));
  }

  @Test
  void shouldNotCloseAWindowByATimeAheadOfTheWallClock() {
    bench.score("i1", "u1", NOON - 1, "item1");
    bench.click("u1", "fast-clock", "item9", NOON + WINDOW + LATENESS, null);
    bench.click("u1", "c1", "item1", NOON, "i1");
    assertEquals(List.of(), bench.samples());
    bench.pass(Duration.ofMinutes(11));
    assertEquals(Map.of("item1", 1f), labels(onlySample()));
  }

  @Test
  void shouldCountALateClickAndKeepItInTheHistory() {
    bench.score("i1", "u1", SERVED, "item1");
    bench.shown("u1", "item1", SERVED + 1, "i1", 0);
    bench.click("u1", "c1", "item1", AFTER, "i1");
    assertEquals(Map.of("item1", 0f), labels(onlySample()));
    assertEquals(1, bench.count("laser.late.interactions", "kind", "click"));
    assertEquals(1, bench.score("i2", "u1", AFTER + 1, "item2").getHistoryLength());
  }

  @Test
  void shouldMakeNoSampleIfNothingWasShown() {
    bench.score("i1", "u1", SERVED, "item1");
    bench.click("u1", "later", "item9", AFTER, null);
    assertEquals(List.of(), bench.samples());
    assertEquals(1, bench.count("laser.samples.nothing.shown"));
  }

  @Test
  void shouldCloseTheOldestWindowEarlyWhenAUserHasTooMany() {
    for (int i = 0; i < 4; i++) {
      bench.score("i" + i, "u1", SERVED + i, "item1");
      bench.click("u1", "c" + i, "item1", SERVED + i, "i" + i);
    }
    assertEquals("i0", onlySample().getImpressionId());
    assertEquals(1, bench.count("laser.samples.closed.early"));
  }

  @Test
  void shouldNotScoreADuplicateImpression() {
    bench.score("i1", "u1", SERVED, "item1");
    bench.sendImpression("i1", "u1", SERVED, "item1");
    bench.sendImpression("i1", "u1", SERVED + 5, "item2");
    assertEquals(List.of(), bench.scores());
    assertEquals(2, bench.count("laser.duplicate.impressions"));
  }

  @Test
  void shouldDeleteAllStateOfAnImpressionWhenItsTimeIsOver() {
    bench.score("i1", "u1", SERVED, "item1");
    bench.click("u1", "c1", "item1", SERVED + 1, "i1");
    bench.pass(Duration.ofHours(1));
    assertEquals(1, bench.samples().size());
    assertEquals(0, entries(ScoringStore.SERVED));
    assertEquals(1, entries(ScoringStore.SERVE_LOG));
    assertEquals(1, bench.score("i1", "u1", SERVED, "item1").getCandidates().size());
  }

  @Test
  void shouldNotJoinFeedbackThatDoesNotBelongToTheSlate() {
    bench.score("i1", "u1", SERVED, "item1");
    bench.click("u1", "c1", "item7", SERVED + 1, "i1");
    bench.click("u2", "c2", "item1", SERVED + 1, "i1");
    bench.click("u1", "c3", "item1", SERVED + 1, "never-served");
    bench.click("u1", "later", "item9", AFTER, null);
    assertEquals(List.of(), bench.samples());
    assertEquals(1, bench.count("laser.unattributed.interactions", "reason", "item-not-in-slate"));
    assertEquals(2, bench.count("laser.unattributed.interactions", "reason", "unknown-impression"));
  }

  @Test
  void shouldTreatOneIdOfTwoUsersAsTwoImpressions() {
    assertEquals(1, bench.score("i1", "u1", SERVED, "item1").getCandidates().size());
    assertEquals(2, bench.score("i1", "u2", SERVED, "item1", "item2").getCandidates().size());
    assertEquals(0, bench.count("laser.duplicate.impressions"));
    bench.click("u1", "c1", "item1", SERVED + 1, "i1");
    bench.shown("u2", "item2", SERVED + 1, "i1", 1);
    bench.sendImpression("i1", "u2", SERVED, "item1", "item2");
    assertEquals(List.of(), bench.scores(), "the second one of the same user is a duplicate");
    bench.click("u1", "later", "item9", AFTER, null);
    TrainingSample first = onlySample();
    assertEquals("u1", first.getUserId());
    assertEquals(Map.of("item1", 1f), labels(first));
    bench.click("u2", "later", "item9", AFTER, null);
    TrainingSample second = onlySample();
    assertEquals("u2", second.getUserId());
    assertEquals(Map.of("item2", 0f), labels(second));
    bench.pass(Duration.ofHours(1));
    assertEquals(0, entries(ScoringStore.SERVED));
  }

  @Test
  void shouldStampOutputsWithTheWallClock() {
    bench.sendImpression("i1", "u1", NOON - Duration.ofDays(10_000).toMillis(), "item1");
    assertEquals(NOON, bench.scoreRecords().get(0).timestamp());
  }

  @Test
  void shouldSampleSlatesServedWithoutAModel() {
    try (ScoringBench empty =
        new ScoringBench(state.resolve("empty"), Map.of(EventTimeKeys.AHEAD_MAX_MS, "86400000"))) {
      empty.knowledge("u1", 4, SERVED - 40, 1, 0, 0, 0);
      empty.click("u1", "c0", "item9", SERVED - 1, null);
      ScoredSlate slate = empty.score("i1", "u1", SERVED, "item1", "item2");
      assertEquals(1, slate.getHistoryLength());
      assertNull(slate.getUserKnowledgePosition());
      empty.click("u1", "c1", "item1", SERVED + 1, "i1");
      empty.click("u1", "later", "item9", SERVED + Duration.ofMinutes(31).toMillis(), null);
      TrainingSample sample = empty.samples().get(0);
      assertNull(sample.getModelVersion());
      assertEquals(1, sample.getHistory().size());
      assertEquals(1, sample.getUserVectors().size());
    }
  }

  private void interact(
      String id, String itemId, InteractionKind kind, long eventTime, Float value) {
    bench.send(
        Topic.INTERACTIONS,
        "u1",
        ScoringBench.interaction("u1", id, itemId, eventTime, kind, "i1", null, value));
  }

  private TrainingSample onlySample() {
    List<TrainingSample> samples = bench.samples();
    assertEquals(
        1,
        samples.size(),
        () -> "samples " + samples + ", dead letters " + bench.deadLetterReasons());
    return samples.get(0);
  }

  private static Map<String, Float> labels(TrainingSample sample) {
    Map<String, Float> labels = new TreeMap<>();
    sample
        .getCandidates()
        .forEach(candidate -> labels.put(candidate.getItemId(), candidate.getLabel()));
    return labels;
  }

  private int entries(ScoringStore store) {
    KeyValueStore<Bytes, byte[]> contents = bench.driver().getKeyValueStore(store.storeName());
    int count = 0;
    try (KeyValueIterator<Bytes, byte[]> all = contents.all()) {
      for (; all.hasNext(); all.next()) {
        count++;
      }
    }
    return count;
  }
}
