package io.laserstreams.tools.bench;

import java.util.Locale;

/** Rates as parameters of rows. */
final class Rates {
  private Rates() {}

  /** For example {@code 40/s} or {@code 0.5/s}. */
  static String text(double perSecond) {
    return perSecond == Math.rint(perSecond)
        ? String.format(Locale.ROOT, "%.0f/s", perSecond)
        : String.format(Locale.ROOT, "%s/s", perSecond);
  }
}
