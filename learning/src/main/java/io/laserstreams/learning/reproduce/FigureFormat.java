package io.laserstreams.learning.reproduce;

import java.util.Locale;

/** Formats the figures of reports. */
final class FigureFormat {
  private FigureFormat() {}

  static String percent(double share) {
    double percent = Math.round(share * 1e6) / 1e4;
    return (percent == Math.rint(percent)
            ? Long.toString((long) percent)
            : Double.toString(percent))
        + " %";
  }

  /** A metric, as in tables. */
  static String figure(double value) {
    return Double.isNaN(value)
        ? "–"
        : String.format(Locale.ROOT, "%.4f", value).replaceFirst("^(-?)0\\.", "$1.");
  }

  /** A difference of metrics, as in tables. */
  static String signed(double value) {
    return Double.isNaN(value)
        ? "–"
        : String.format(Locale.ROOT, "%+.4f", value).replaceFirst("^([+-])0\\.", "$1.");
  }

  static String signedPercent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%+.2f %%", share * 100);
  }

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3_600
        ? "%d h %02d min".formatted(whole / 3_600, whole % 3_600 / 60)
        : whole >= 60 ? "%d min %02d s".formatted(whole / 60, whole % 60) : whole + " s";
  }
}
