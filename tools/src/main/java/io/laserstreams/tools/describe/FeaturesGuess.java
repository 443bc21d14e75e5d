package io.laserstreams.tools.describe;

import org.jspecify.annotations.Nullable;

/**
 * What a row counts as in streaming features, where no value says it.
 *
 * @param yaml of the description's features
 * @param why for people
 */
record FeaturesGuess(String yaml, String why) {
  /** Null if the rows have values. */
  static @Nullable FeaturesGuess of(LabelGuess label) {
    if (label.negatives()) {
      return new FeaturesGuess(
          "{clickValue: 1}",
          "each row counts as 1 in streaming features; nothing is known of what was only shown");
    }
    return label.column() == null
        ? null
        : new FeaturesGuess(
            "{clickValue: 1, shownValue: 0}",
            "in streaming features a row that '%s' makes positive counts as 1, any other as 0, as"
                    .formatted(label.column().name())
                + " an item that was only shown");
  }
}
