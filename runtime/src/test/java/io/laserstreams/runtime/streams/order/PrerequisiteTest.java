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
    facts.added(fact(0, "fast-clock", 500));
    facts.added(fact(1, "ann", 90));
    facts.added(fact(2, "bob", 900));
    assertEquals(500, facts.newestUpToLastBefore("ann", 100));
    assertEquals(Long.MIN_VALUE, facts.newestUpToLastBefore("ann", 90), "equal is not before");
    assertEquals(Long.MIN_VALUE, facts.newestUpToLastBefore("carl", 1_000));
  }

  @Test
  void shouldDropWhatIsProcessed() {
    facts.added(fact(0, "fast-clock", 500));
    facts.added(fact(1, "ann", 90));
    facts.processedBefore(1);
    assertEquals(90, facts.newestUpToLastBefore("ann", 100));
    facts.processedBefore(2);
    assertEquals(Long.MIN_VALUE, facts.newestUpToLastBefore("ann", 100));
    assertEquals(0, facts.size());
  }

  @Test
  void shouldOrderAnUnreadableRecordBeforeAllOthers() {
    facts.added(Events.raw(FACTS_0, 0, 7, "ann", "no number"));
    facts.added(fact(1, "ann", 90));
    assertEquals(90, facts.newestUpToLastBefore("ann", 100));
  }

  @Test
  void shouldReportWhenEverythingBeforeAnEndOffsetIsProcessed() {
    assertEquals(Long.MIN_VALUE, facts.processedUntil());
    facts.added(fact(0, "ann", 1));
    facts.added(fact(1, "ann", 2));
    facts.readBefore(2);
    facts.endedAt(2, 1_000);
    assertEquals(Long.MIN_VALUE, facts.processedUntil());
    facts.processedBefore(1);
    assertEquals(Long.MIN_VALUE, facts.processedUntil());
    facts.processedBefore(2);
    assertEquals(1_000, facts.processedUntil());
    facts.endedAt(3, 2_000);
    assertEquals(1_000, facts.processedUntil(), "offset 2 has not been read");
    facts.added(fact(2, "ann", 3));
    facts.readBefore(3);
    assertEquals(1_000, facts.processedUntil());
    facts.processedBefore(3);
    assertEquals(2_000, facts.processedUntil());
  }

  @Test
  void shouldSkipWhatNoProcessorReceives() {
    facts.added(Events.raw(FACTS_0, 0, 7, "ann", "no number"));
    facts.readBefore(1);
    facts.endedAt(1, 1_000);
    assertEquals(1_000, facts.processedUntil());
  }

  @Test
  void shouldNotTrustASingleFastClock() {
    for (int i = 0; i < 99; i++) {
      facts.added(fact(i, "ann", 100));
    }
    assertFalse(facts.hasPassed(99), "too few records to tell");
    facts.added(fact(99, "ann", 100));
    assertTrue(facts.hasPassed(99));
    assertFalse(facts.hasPassed(100));
    facts.added(fact(100, "fast-clock", 9_000_000));
    assertFalse(facts.hasPassed(100));
  }
}
