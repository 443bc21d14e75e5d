package io.laserstreams.tools.demo;

import java.time.Duration;
import java.util.Locale;

/**
 * What the first model waits for: samples, which appear once attribution windows close.
 *
 * @param needed samples
 * @param perSecond samples to expect each second, once windows close
 * @param window from an impression to its sample
 */
record FirstModel(long needed, double perSecond, Duration window) {
  /**
   * @param second of the run
   * @param samples so far
   */
  String text(int second, long samples) {
    if (samples >= needed) {
      return String.format(Locale.ROOT, "the first one trains on %,d samples", samples);
    }
    double untilFirstSample = Math.max(0, window.toSeconds() - second);
    return String.format(
        Locale.ROOT,
        "the first one starts to train in about %.0f s, it has %,d of %,d samples",
        Math.ceil(untilFirstSample + (needed - samples) / perSecond),
        samples,
        needed);
  }
}
