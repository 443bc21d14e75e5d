package io.laserstreams.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EpochGateTest {
  private final AtomicLong counted = new AtomicLong();
  private final EpochGate gate = new EpochGate(1_000, false, counted::get);

  @Test
  void shouldHoldTheNextEpochUntilAllInteractionsAreCounted() {
    assertTrue(gate.passes(500, true, 0), "nothing was sent before");
    gate.sent(true);
    gate.sent(true);
    assertTrue(gate.passes(999, false, 10), "the same epoch");
    assertFalse(gate.passes(1_000, true, 20));
    assertTrue(gate.waiting());
    counted.set(1);
    assertFalse(gate.passes(1_000, true, 30));
    counted.set(2);
    assertTrue(gate.passes(1_000, true, 2_000_000_020L));
    assertFalse(gate.waiting());
    assertEquals(2, gate.epochs());
    assertEquals(2, gate.waitedSeconds());
  }

  @Test
  void shouldHoldTheNextEpochUntilAllImpressionsAreScored() {
    assertTrue(gate.passes(0, true, 0));
    assertFalse(gate.passes(1_000, false, 0), "an impression without interaction is in no count");
    assertTrue(gate.passes(1_000, true, 0));
  }

  @Test
  void shouldCountEpochsThatHaveAnEventAlone() {
    assertTrue(gate.passes(0, true, 0));
    assertTrue(gate.passes(90_500, true, 0));
    assertFalse(gate.closedTo(90_999));
    assertTrue(gate.closedTo(91_000));
    assertEquals(91_000, gate.begin(91_234));
    assertEquals(2, gate.epochs());
  }

  @Test
  void shouldLetEverythingPassWhereNothingIsPublishedInEpochs() {
    EpochGate open = EpochGate.open();
    open.sent(true);
    assertTrue(open.passes(Long.MAX_VALUE, false, 0));
    assertEquals(0, open.epochs());
  }
}
