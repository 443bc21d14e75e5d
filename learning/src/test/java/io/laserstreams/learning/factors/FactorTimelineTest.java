package io.laserstreams.learning.factors;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactorTimelineTest {
  private static final FittedFactors EARLY = new FittedFactors(1_000, null, null, List.of());
  private static final FittedFactors LATE = new FittedFactors(5_000, null, null, List.of());

  @Test
  void shouldReturnTheNewestFitToEarlierEventsAlone() {
    FactorTimeline timeline = FactorTimeline.of(List.of(LATE, EARLY));
    assertSame(
        FittedFactors.NONE,
        timeline.before(1_000),
        "a fit may have seen what happened at the time of its newest event");
    assertSame(EARLY, timeline.before(1_001));
    assertSame(EARLY, timeline.before(5_000));
    assertSame(LATE, timeline.before(5_001));
    assertSame(LATE, timeline.last());
  }

  @Test
  void shouldReturnNoneIfNothingWasFitted() {
    assertSame(FittedFactors.NONE, FactorTimeline.NONE.before(Long.MAX_VALUE));
    assertSame(FittedFactors.NONE, FactorTimeline.NONE.last());
  }
}
