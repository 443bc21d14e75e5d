package io.laserstreams.tools.bench.figure;

import java.util.Locale;

/** Figures with as many digits as they deserve: three, all of a large number's. */
final class Digits {
  private Digits() {}

  static String of(double figure) {
    double size = Math.abs(figure);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, figure);
  }

  /** The median, and the extremes if there were several repeats. */
  static String of(Figure figure) {
    return figure.values().size() == 1
        ? of(figure.median())
        : of(figure.median()) + " (" + of(figure.min()) + "–" + of(figure.max()) + ")";
  }
}
