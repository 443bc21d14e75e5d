package io.laserstreams.worker.check;

/** Quotes what a model wrote. */
final class Quotes {
  private static final int MAX_CHARACTERS = 120;

  private Quotes() {}

  /** The beginning, on one line. */
  static String beginning(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "…";
  }
}
