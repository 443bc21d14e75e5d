package io.laserstreams.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class EnumCountersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private enum Outcome {
    TAKEN,
    TOO_OLD
  }

  @Test
  void shouldBeZeroBeforeTheyCount() {
    EnumCounters<Outcome> outcomes =
        EnumCounters.register(
            registry, "laser.things", "Things", "outcome", EnumSet.allOf(Outcome.class));
    assertEquals(0, count("taken"));
    assertEquals(0, count("too_old"));

    outcomes.increment(Outcome.TOO_OLD);

    assertEquals(0, count("taken"));
    assertEquals(1, count("too_old"));
  }

  @Test
  void shouldNameTheTagAsTold() {
    EnumCounters.register(
            registry,
            "laser.things",
            "Things",
            "outcome",
            EnumSet.allOf(Outcome.class),
            outcome -> EnumCounters.lowerCase(outcome).replace('_', '-'))
        .increment(Outcome.TOO_OLD);

    assertEquals(1, count("too-old"));
  }

  private double count(String outcome) {
    return registry.get("laser.things").tag("outcome", outcome).counter().count();
  }
}
