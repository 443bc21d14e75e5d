package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * How many samples of each part are positive. From one class alone nothing is learnt, and no AUC
 * can be measured.
 */
public final class ClassBalance {
  private final Dataset data;
  private final Map<Part, Count> counts;

  private record Count(long samples, long positives) {
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
   * Counts them; of the training part those that are {@code drawn}, by their number in the
   * protocol.
   */
  public static ClassBalance of(Dataset data, IntPredicate drawn) {
    Map<Part, Count> counts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      counts.put(part, new Count(0, 0));
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

  /** One sentence where a part has samples of one class alone. */
  public Optional<String> single(Part part) {
    Count count = counts.get(part);
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
   * Goes on where a part has both classes, or no samples at all.
   *
   * @param folder of the dataset's files, to look up what the label's column holds
   * @throws InvalidDatasetException that tells the rule and the values
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
                              ? "From one class nothing can be learnt: choose a label rule that"
                                  + " parts the values"
                              : "With one class models cannot be compared: choose a label rule that"
                                  + " parts the values, or other parts in split"));
            });
  }

  /**
   * @throws InvalidDatasetException if the label rule leaves no interaction, where positive rows
   *     are all that there are
   */
  public static void requireInteractions(Dataset data, Path folder) {
    if (data.impressions().stream().noneMatch(impression -> impression.interactions() > 0)) {
      throw new InvalidDatasetException(
          ("There are no interactions in %s: %s. Rows without a value, or not positive where no"
                  + " column has values, are of items that were only shown")
              .formatted(data.name(), LabelValues.describe(data.description(), folder)));
    }
  }
}
