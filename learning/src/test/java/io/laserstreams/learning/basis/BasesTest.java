package io.laserstreams.learning.basis;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.laserstreams.crm.streaming.basis.Basis;
import java.util.List;
import org.junit.jupiter.api.Test;

class BasesTest {
  private static final Basis EARLY = new Basis(1_000, null, null, List.of());
  private static final Basis LATE = new Basis(5_000, null, null, List.of());

  @Test
  void shouldGiveTheNewestFitThatHasSeenNothingOfTheTime() {
    Bases bases = Bases.of(List.of(LATE, EARLY));
    assertSame(Basis.NONE, bases.before(1_000), "a fit may have seen what happened at the time of its newest event");
    assertSame(EARLY, bases.before(1_001));
    assertSame(EARLY, bases.before(5_000));
    assertSame(LATE, bases.before(5_001));
    assertSame(LATE, bases.last());
  }

  @Test
  void shouldGiveNoneWhereNothingWasFitted() {
    assertSame(Basis.NONE, Bases.NONE.before(Long.MAX_VALUE));
    assertSame(Basis.NONE, Bases.NONE.last());
  }
}
