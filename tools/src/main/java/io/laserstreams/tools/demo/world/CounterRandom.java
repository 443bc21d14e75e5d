package io.laserstreams.tools.demo.world;

/**
 * Coins that are thrown by number and not in sequence, so that two runs of one seed throw the same
 * ones whatever happens between.
 */
final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-53;

  private CounterRandom() {}

  /**
   * Spreads two numbers over all longs; the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
   */
  static long mix(long a, long b) {
    long z = finish(a + GOLDEN_GAMMA) + (b + 1) * GOLDEN_GAMMA;
    return finish(z);
  }

  /** Evenly from 0 (inclusive) to 1 (exclusive). */
  static double toss(long seed, long visit, long item) {
    return (mix(mix(seed, visit), item) >>> 11) * UNIT;
  }

  private static long finish(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
