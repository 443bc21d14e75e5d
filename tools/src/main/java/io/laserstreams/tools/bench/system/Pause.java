package io.laserstreams.tools.bench.system;

import java.util.concurrent.locks.LockSupport;

/** Waiting of threads that look again and again. */
final class Pause {
  private static final long BRIEFLY_NANOS = 20_000_000;
  private static final long SHORTEST_NANOS = 100_000;

  private Pause() {}

  /** Some milliseconds. */
  static void briefly() {
    LockSupport.parkNanos(BRIEFLY_NANOS);
  }

  /** So short that a sender misses nothing. */
  static void shortly() {
    LockSupport.parkNanos(SHORTEST_NANOS);
  }
}
