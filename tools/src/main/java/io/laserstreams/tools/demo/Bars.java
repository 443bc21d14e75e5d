package io.laserstreams.tools.demo;

import java.util.List;

/** Draws bars and sparklines of block characters. */
final class Bars {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final int STEPS = 8;

  private Bars() {}

  /**
   * A bar that fills {@code share} (0 to 1) of {@code width} characters, to an eighth of a
   * character; no padding.
   */
  static String bar(double share, int width) {
    int eighths = (int) Math.round(clamp(share) * width * STEPS);
    String full = "█".repeat(eighths / STEPS);
    return eighths % STEPS == 0 ? full : full + EIGHTHS.charAt(eighths % STEPS);
  }

  /** A bar padded with light shade to its width. */
  static String gauge(double share, int width) {
    String bar = bar(share, width);
    return bar + "░".repeat(width - bar.length());
  }

  /** One character for each of the newest {@code width} values, which are from 0 to 1. */
  static String sparkline(List<Double> values, int width) {
    StringBuilder line = new StringBuilder();
    for (double value : values.subList(Math.max(0, values.size() - width), values.size())) {
      line.append(HEIGHTS.charAt((int) Math.min(STEPS - 1, Math.floor(clamp(value) * STEPS))));
    }
    return line.toString();
  }

  /** A marker for each of the newest {@code width} counts above 0, a blank for each other. */
  static String markers(List<Integer> counts, int width) {
    StringBuilder line = new StringBuilder();
    for (int count : counts.subList(Math.max(0, counts.size() - width), counts.size())) {
      line.append(count > 0 ? '▲' : ' ');
    }
    return line.toString();
  }

  private static double clamp(double share) {
    return Double.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
  }
}
