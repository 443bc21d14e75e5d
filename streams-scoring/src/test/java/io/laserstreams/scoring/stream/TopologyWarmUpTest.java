package io.laserstreams.scoring.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.config.ScoringSettings;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TopologyWarmUpTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path state;
  @TempDir Path folder;
  private long nanos;

  @Test
  void shouldPlayUntilRoundsGetNoFaster() throws InterruptedException {
    try (ScoringBench bench = new ScoringBench(state, Map.of())) {
      bench.serve(TinyModels.bundle("1"));
      Iterator<Integer> rounds = List.of(900, 500, 300, 300, 290, 310, 300, 299).iterator();
      TopologyWarmUp.Written written = warmUp(bench, rounds).play(LONG);
      assertFalse(rounds.hasNext());
      assertEquals(800, written.scores());
      assertEquals(780, written.samples(), "each user's slate closes the window before");
      assertFalse(Files.exists(folder.resolve("warm-up")));
    }
  }

  @Test
  void shouldLeaveNoTraceInWhatTheStreamsUse() throws InterruptedException {
    try (ScoringBench bench = new ScoringBench(state, Map.of())) {
      bench.serve(TinyModels.bundle("1"));
      warmUp(bench, List.of(10, 10, 10, 10, 10, 10).iterator()).play(LONG);
      assertEquals(0, bench.count("laser.scores"));
      assertEquals(0, bench.features().statistics().interactions());
      assertEquals("i-1", bench.score("i-1", "ann", ScoringBench.NOON, "item1").getImpressionId());
    }
  }

  @Test
  void shouldPlayWithoutModelAndItems() throws InterruptedException {
    try (ScoringBench bench = new ScoringBench(state, Map.of())) {
      for (int i = 1; i <= 10; i++) {
        bench.items().remove("item" + i);
      }
      Iterator<Integer> rounds = List.of(10, 10, 10, 10, 10, 10).iterator();
      assertEquals(600, warmUp(bench, rounds).play(LONG).scores());
    }
  }

  @Test
  void shouldEndWhenTheTimeIsOver() throws InterruptedException {
    try (ScoringBench bench = new ScoringBench(state, Map.of())) {
      Iterator<Integer> rounds = List.of(900, 500).iterator();
      assertEquals(200, warmUp(bench, rounds).play(Duration.ofNanos(1_000)).scores());
    }
  }

  @Test
  void shouldEndWhenTheAppIsClosed() {
    try (ScoringBench bench = new ScoringBench(state, Map.of())) {
      TopologyWarmUp warmUp = warmUp(bench, List.of(10).iterator());
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> warmUp.play(LONG));
      assertFalse(Files.exists(folder.resolve("warm-up")));
    }
  }

  /**
   * @param rounds nanoseconds that each takes
   */
  private TopologyWarmUp warmUp(ScoringBench bench, Iterator<Integer> rounds) {
    ScoringSettings settings =
        ScoringConfig.read(Map.of("state.dir", state.toString(), "exploration.share", "0"));
    boolean[] first = {true};
    return new TopologyWarmUp(
        settings,
        bench.models(),
        bench.items(),
        folder.resolve("warm-up"),
        () -> {
          nanos += first[0] ? 0 : rounds.next();
          first[0] = false;
          return nanos;
        });
  }
}
