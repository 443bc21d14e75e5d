package io.laserstreams.tools.output;

import java.util.Locale;

/** Formats figures for people. */
public final class Figures {
  private Figures() {}

  /** Five digits; a dash for a figure that could not be measured. */
  public static String of(double figure) {
    return Double.isNaN(figure) ? "–" : String.format(Locale.ROOT, "%.5f", figure);
  }
}
