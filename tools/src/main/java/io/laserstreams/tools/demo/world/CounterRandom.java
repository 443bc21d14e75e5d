package io.laserstreams.tools.demo.world;

/**
 * Counter-based random numbers: each depends on its counters alone, not on a sequence, so that two
 * runs of one seed draw the same ones whatever happens in between.
 */
final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-53;

  private CounterRandom() {}

  /**
   * Mixes two numbers over all longs, with the finaliser of SplitMix64 (Steele, Lea and Flood,
   * 2014).
   */
  static long mix(long a, long b) {
    long z = finish(a + GOLDEN_GAMMA) + (b + 1) * GOLDEN_GAMMA;
    return finish(z);
  }

  /** Uniform from 0 (inclusive) to 1 (exclusive). */
  static double uniform(long seed, long visit, long item) {
    return (mix(mix(seed, visit), item) >>> 11) * UNIT;
  }

  private static long finish(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
