package io.laserstreams.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void shouldKeepTheRate() {
    Pacer pace = new Pacer(40, 0);
    int sent = 0;
    for (long now = 0; now <= 10 * SECOND; now += SECOND / 100) {
      sent += pace.due(now);
    }
    assertEquals(400, sent);
  }

  @Test
  void shouldNotBurstAfterAStall() {
    Pacer pace = new Pacer(40, 0);
    assertEquals(20, pace.due(60 * SECOND));
    assertEquals(0, pace.due(60 * SECOND));
    assertEquals(4, pace.due(60 * SECOND + SECOND / 10));
  }
}
