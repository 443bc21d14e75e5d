package io.laserstreams.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScoreboardTest {
  private final Scoreboard board = new Scoreboard();

  @Test
  void shouldCountASecondScoreOfAnImpressionAsDuplicate() {
    board.sent();
    board.sent();
    assertTrue(board.scored(0, 1_000, "v1"));
    assertFalse(board.scored(0, 9_000, "v2"));
    assertEquals(2, board.scores());
    assertEquals(1, board.duplicates());
    assertEquals(1, board.unanswered());
    assertEquals(1, board.latencyMillis(99), 0.01, "a duplicate has no latency");
    assertEquals("v1", board.modelVersion());
  }

  @Test
  void shouldKeepRecentLatencySeparate() {
    board.scored(0, 100_000, null);
    board.resetRecent();
    board.scored(1, 10_000, null);
    assertEquals(10, board.recentMillis(99), 0.1);
    assertEquals(100, board.latencyMillis(99), 0.1);
  }
}
