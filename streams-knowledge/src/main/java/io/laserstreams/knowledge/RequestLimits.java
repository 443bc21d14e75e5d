package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.subject.InFlightCounter;
import io.laserstreams.schema.SubjectKind;

/**
 * How many requests of one task may be in flight. What is asked beyond what workers soon take would
 * grow old on its topic: prompts without the newest events, in the order of arrival instead of
 * priority.
 *
 * @param inFlight what is
 * @param max of each kind, at least 1
 */
public record RequestLimits(InFlightCounter inFlight, long max) {
  public RequestLimits {
    requireNonNull(inFlight, "inFlight is null");
    if (max < 1) {
      throw new IllegalArgumentException("max is " + max + ", must be at least 1");
    }
  }

  boolean allows(SubjectKind kind) {
    return inFlight.count(kind) < max;
  }
}
