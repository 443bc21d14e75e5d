package io.laserstreams.runtime.streams.order;

import static io.laserstreams.runtime.streams.order.Events.EVENT_TIME;
import static io.laserstreams.runtime.streams.order.Events.FACTS_0;
import static io.laserstreams.runtime.streams.order.Events.TIMES;
import static io.laserstreams.runtime.streams.order.Events.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrerequisiteTest {
  private final Prerequisite facts = new Prerequisite(TIMES, EVENT_TIME);

  @Test
  void shouldFindTheNewestRecordThatOneOfTheKeyWaitsBehind() {
    facts.handed(fact(0, "fast-clock", 500));
    facts.handed(fact(1, "ann", 90));
    facts.handed(fact(2, "bob", 900));
    assertEquals(500, facts.newestUpToLastBefore("ann", 100));
    assertEquals(Long.MIN_VALUE, facts.newestUpToLastBefore("ann", 90), "equal is not before");
    assertEquals(Long.MIN_VALUE, facts.newestUpToLastBefore("carl", 1_000));
  }

  @Test
  void shouldForgetWhatIsProcessed() {
    facts.handed(fact(0, "fast-clock", 500));
    facts.handed(fact(1, "ann", 90));
    facts.reached(1);
    assertEquals(90, facts.newestUpToLastBefore("ann", 100));
    facts.reached(2);
    assertEquals(Long.MIN_VALUE, facts.newestUpToLastBefore("ann", 100));
    assertEquals(0, facts.size());
  }

  @Test
  void shouldTakeAnUnreadableRecordForBeforeEverything() {
    facts.handed(Events.raw(FACTS_0, 0, 7, "ann", "no number"));
    facts.handed(fact(1, "ann", 90));
    assertEquals(90, facts.newestUpToLastBefore("ann", 100));
  }

  @Test
  void shouldSettleWhenEverythingBeforeAnEndIsProcessed() {
    assertEquals(Long.MIN_VALUE, facts.settled());
    facts.handed(fact(0, "ann", 1));
    facts.handed(fact(1, "ann", 2));
    facts.read(2);
    facts.ended(2, 1_000);
    assertEquals(Long.MIN_VALUE, facts.settled());
    facts.reached(1);
    assertEquals(Long.MIN_VALUE, facts.settled());
    facts.reached(2);
    assertEquals(1_000, facts.settled());
    facts.ended(3, 2_000);
    assertEquals(1_000, facts.settled(), "offset 2 has not been read");
    facts.handed(fact(2, "ann", 3));
    facts.read(3);
    assertEquals(1_000, facts.settled());
    facts.reached(3);
    assertEquals(2_000, facts.settled());
  }

  @Test
  void shouldSettleOverWhatNoProcessorSees() {
    facts.handed(Events.raw(FACTS_0, 0, 7, "ann", "no number"));
    facts.read(1);
    facts.ended(1, 1_000);
    assertEquals(1_000, facts.settled());
  }

  @Test
  void shouldNotBelieveOneFastClock() {
    for (int i = 0; i < 99; i++) {
      facts.handed(fact(i, "ann", 100));
    }
    assertFalse(facts.hasPassed(99), "too few records to tell");
    facts.handed(fact(99, "ann", 100));
    assertTrue(facts.hasPassed(99));
    assertFalse(facts.hasPassed(100));
    facts.handed(fact(100, "fast-clock", 9_000_000));
    assertFalse(facts.hasPassed(100));
  }
}
