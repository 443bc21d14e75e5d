package io.laserstreams.tools.describe;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A label rule, as far as it can be guessed.
 *
 * @param rule in YAML
 * @param why for people
 * @param column that tells what was chosen from what was only shown; null for none
 * @param negatives whether others must be drawn
 */
record LabelGuess(String rule, String why, @Nullable ColumnProfile column, boolean negatives) {
  private static final double HALF = 0.5;

  static LabelGuess of(InteractionGuess guess) {
    if (guess.click() != null) {
      String yes =
          guess.click().distinct().stream()
              .filter(value -> value.toLowerCase(Locale.ROOT).matches("1(\\.0)?|true|t|y|yes"))
              .findFirst()
              .orElse("1");
      if (guess.click().distinct().size() > 1) {
        return new LabelGuess(
            "{column: %s, equals: \"%s\"}".formatted(YamlText.of(guess.click().name()), yes),
            "column '%s' is a flag".formatted(guess.click().name()),
            guess.click(),
            false);
      }
    }
    String best = guess.best();
    if (guess.event() != null && best != null) {
      return new LabelGuess(
          "{column: %s, equals: %s}"
              .formatted(YamlText.of(guess.event().name()), YamlText.of(best)),
          "of the kinds of events in '%s', %s, this says most"
              .formatted(guess.event().name(), guess.event().distinct()),
          guess.event(),
          false);
    }
    if (guess.value() != null) {
      Double bound = bound(guess.value());
      if (bound != null) {
        return new LabelGuess(
            "{atLeast: %s}".formatted(ColumnProfile.plain(bound)),
            "it splits the values of '%s' most evenly".formatted(guess.value().name()),
            null,
            false);
      }
    }
    return new LabelGuess(
        "{every: true}",
        "no column says what was not chosen, so every row is positive and others are drawn",
        null,
        true);
  }

  /** The value from which on the rows are nearest to a half; null for a single value. */
  private static @Nullable Double bound(ColumnProfile value) {
    Map<Double, Integer> counts = new TreeMap<>();
    value
        .counts()
        .forEach((text, count) -> counts.merge(Double.valueOf(text), count, Integer::sum));
    long rows = value.present();
    long below = 0;
    Double best = null;
    double distance = Double.POSITIVE_INFINITY;
    for (Map.Entry<Double, Integer> each : counts.entrySet()) {
      double share = 1 - (double) below / rows;
      if (below > 0 && Math.abs(share - HALF) < distance) {
        distance = Math.abs(share - HALF);
        best = each.getKey();
      }
      below += each.getValue();
    }
    return best;
  }
}
