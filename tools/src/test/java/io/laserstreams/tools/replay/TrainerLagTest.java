package io.laserstreams.tools.replay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrainerLagTest {
  @Test
  void shouldHoldBackUntilTheTrainerHasReadEnough() {
    AtomicInteger consumed = new AtomicInteger(5);
    TrainerLag lag = new TrainerLag(10, consumed::get);
    assertTrue(lag.within(15));
    assertFalse(lag.within(16));
    consumed.set(6);
    assertTrue(lag.within(16));
  }

  @Test
  void shouldHoldNothingBackWithoutATrainer() {
    assertTrue(TrainerLag.none().within(Integer.MAX_VALUE));
  }
}
