package io.laserstreams.tools.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LearningPaceTest {
  private static final long SECOND = 1_000_000_000;

  private long now;
  private final LearningPace pace = new LearningPace(() -> now);

  @Test
  void shouldLeaveOutEvaluationsAndWhatComesBeforeTheFirstStep() {
    assertTrue(Double.isNaN(pace.perSecond()));
    pace.begin();
    after(100);
    pace.learnt(50);
    assertTrue(Double.isNaN(pace.perSecond()), "the first step began nobody knows when");
    after(2);
    pace.learnt(70);
    after(500);
    pace.evaluated();
    after(2);
    pace.learnt(90);
    assertEquals(10, pace.perSecond(), 1e-9);
    pace.begin();
    after(1_000);
    pace.learnt(50);
    after(1);
    pace.learnt(110);
    assertEquals(20, pace.perSecond(), 1e-9, "of all trainings, each from its own first step");
  }

  private void after(long seconds) {
    now += seconds * SECOND;
  }
}
