package io.laserstreams.tools.output;

import java.util.Locale;

/** Figures as people read them. */
public final class Figures {
  private Figures() {}

  /** Five digits, a dash for what could not be measured. */
  public static String of(double figure) {
    return Double.isNaN(figure) ? "–" : String.format(Locale.ROOT, "%.5f", figure);
  }
}
