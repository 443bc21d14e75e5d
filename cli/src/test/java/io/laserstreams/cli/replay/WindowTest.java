package io.laserstreams.cli.replay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WindowTest {
  private static final long SETTLE = 100;

  @Test
  void shouldLetAPartitionsFirstRatingGoAlone() {
    Window window = new Window(10, 1, SETTLE);
    assertTrue(window.isOpen(0, 0));
    window.played("7");
    assertFalse(window.isOpen(1, 1_000), "its score is not there yet");
    assertFalse(window.isOpen(0, 2_000), "its interaction may still be under way");
    assertFalse(window.isOpen(0, 2_000 + SETTLE - 1));
    assertTrue(window.isOpen(0, 2_000 + SETTLE));
  }

  @Test
  void shouldKeepToTheBoundOnceAllPartitionsAreOpen() {
    Window window = opened();
    for (int waiting = 0; waiting < 3; waiting++) {
      assertTrue(window.isOpen(waiting, 5_000));
      window.played("7");
    }
    assertFalse(window.isOpen(3, 5_000));
    assertTrue(window.isOpen(2, 5_000));
  }

  @Test
  void shouldPauseAgainForAnotherPartition() {
    Window window = new Window(10, 64, SETTLE);
    window.played("7");
    assertFalse(window.isOpen(0, 0));
    assertTrue(window.isOpen(0, SETTLE));
    window.played("8");
    assertFalse(window.isOpen(1, SETTLE));
  }

  private static Window opened() {
    Window window = new Window(3, 1, SETTLE);
    window.played("7");
    assertFalse(window.isOpen(0, 0));
    assertTrue(window.isOpen(0, SETTLE));
    return window;
  }
}
