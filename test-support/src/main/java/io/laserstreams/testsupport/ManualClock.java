package io.laserstreams.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that only the test moves. Not thread-safe. */
public final class ManualClock implements InstantSource {
  private Instant now;

  public ManualClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }
}
