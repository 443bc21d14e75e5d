package io.laserstreams.tools.replay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InFlightWindowTest {
  private static final long SETTLE = 100;
  private static final long STAYS = 10_000;

  @Test
  void shouldLetAPartitionsFirstRatingGoAlone() {
    InFlightWindow window = new InFlightWindow(10, 1, SETTLE, STAYS);
    assertTrue(window.isOpen(0, 0));
    window.played("7", 0);
    assertFalse(window.isOpen(1, 1_000), "its score is not there yet");
    assertFalse(window.isOpen(0, 2_000), "its interaction may still be under way");
    assertFalse(window.isOpen(0, 2_000 + SETTLE - 1));
    assertTrue(window.isOpen(0, 2_000 + SETTLE));
  }

  @Test
  void shouldKeepToTheBoundOnceAllPartitionsAreOpen() {
    InFlightWindow window = opened();
    for (int waiting = 0; waiting < 3; waiting++) {
      assertTrue(window.isOpen(waiting, 5_000));
      window.played("7", 0);
    }
    assertFalse(window.isOpen(3, 5_000));
    assertTrue(window.isOpen(2, 5_000));
  }

  @Test
  void shouldPauseAgainForAnotherPartition() {
    InFlightWindow window = new InFlightWindow(10, 64, SETTLE, STAYS);
    window.played("7", 0);
    assertFalse(window.isOpen(0, 0));
    assertTrue(window.isOpen(0, SETTLE));
    window.played("8", 0);
    assertFalse(window.isOpen(1, SETTLE));
  }

  @Test
  void shouldLetAPartitionBeginAgainAfterAPause() {
    InFlightWindow window = opened();
    assertFalse(window.played("7", STAYS));
    assertTrue(window.isOpen(1, STAYS));
    assertTrue(
        window.played("7", 2 * STAYS + 1), "it had no rating for longer than a stream waits");
    assertFalse(window.isOpen(1, 2 * STAYS + 2));
  }

  private static InFlightWindow opened() {
    InFlightWindow window = new InFlightWindow(3, 1, SETTLE, STAYS);
    window.played("7", 0);
    assertFalse(window.isOpen(0, 0));
    assertTrue(window.isOpen(0, SETTLE));
    return window;
  }
}
