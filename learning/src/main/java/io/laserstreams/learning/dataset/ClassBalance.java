package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * How many samples of each part are positive. A model cannot learn from one class alone, nor can
 * AUC be measured.
 */
public final class ClassBalance {
  private final Dataset data;
  private final Map<Part, Count> counts;

  private record Count(long samples, long positives) {
    static final Count ZERO = new Count(0, 0);

    Count with(Impression impression) {
      long more = impression.candidates().stream().filter(Candidate::positive).count();
      return new Count(samples + impression.candidates().size(), positives + more);
    }

    boolean single() {
      return positives == 0 || positives == samples;
    }
  }

  private ClassBalance(Dataset data, Map<Part, Count> counts) {
    this.data = data;
    this.counts = counts;
  }

  /**
   * Counts the classes of each part.
   *
   * @param drawn which samples of the training part count, by their number in the protocol
   */
  public static ClassBalance of(Dataset data, IntPredicate drawn) {
    Map<Part, Count> counts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      counts.put(part, Count.ZERO);
    }
    int sample = 0;
    for (Impression impression : data.impressions()) {
      if (impression.isSample()) {
        Part part = data.protocol().part(sample);
        if (part != Part.TRAINING || drawn.test(sample)) {
          counts.computeIfPresent(part, (key, count) -> count.with(impression));
        }
        sample++;
      }
    }
    return new ClassBalance(data, counts);
  }

  /** One sentence if a part has samples of one class alone. */
  public Optional<String> single(Part part) {
    Count count = counts.getOrDefault(part, Count.ZERO);
    return count.samples() == 0 || !count.single()
        ? Optional.empty()
        : Optional.of(
            "%s of the %,d %s samples %s positive"
                .formatted(
                    count.positives() == 0 ? "None" : "All",
                    count.samples(),
                    part.name().toLowerCase(Locale.ROOT),
                    count.positives() == 0 ? "is" : "are"));
  }

  /**
   * Requires both classes in a part, unless it has no samples at all.
   *
   * @param folder of the dataset's files, to look up the values of the label's column
   * @throws InvalidDatasetException if there is one class; the message has the rule and the values
   */
  public void requireBoth(Part part, Path folder) {
    single(part)
        .ifPresent(
            sentence -> {
              throw new InvalidDatasetException(
                  "%s: %s. %s"
                      .formatted(
                          sentence,
                          LabelValues.describe(data.description(), folder),
                          part == Part.TRAINING
                              ? "A model cannot learn from one class: choose a label rule that"
                                  + " splits the values"
                              : "Models cannot be compared on one class: choose a label rule that"
                                  + " splits the values, or other parts in split"));
            });
  }

  /**
   * Requires an interaction.
   *
   * @throws InvalidDatasetException if there is none, because only positive rows are interactions
   *     and the label rule leaves none
   */
  public static void requireInteractions(Dataset data, Path folder) {
    if (data.impressions().stream().noneMatch(impression -> impression.interactions() > 0)) {
      throw new InvalidDatasetException(
          ("There are no interactions in %s: %s. A row without a value, or, if no column has"
                  + " values, one that is not positive, is of an item that was only shown")
              .formatted(data.name(), LabelValues.describe(data.description(), folder)));
    }
  }
}
