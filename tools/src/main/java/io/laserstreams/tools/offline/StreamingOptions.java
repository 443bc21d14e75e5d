package io.laserstreams.tools.offline;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.reproduce.FeatureGrid;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Streaming features of trainings.
 *
 * @param features none, streaming for all, or names of features and families
 * @param freshness length of the epochs in which item statistics are published, ISO-8601
 * @param strict whether item statistics and fitted factors learn from the drawn training samples
 *     alone
 */
public record StreamingOptions(String features, String freshness, boolean strict) {
  /** No streaming features. */
  public static final StreamingOptions NONE =
      new StreamingOptions(FeatureChoice.NONE, "PT1H", false);

  /** Refuses unknown features before anything takes long. */
  void check(Dataset data) {
    FeatureChoice.of(features, data, epochMillis());
  }

  /** Why figures are not those of the bundle as it is served; null if they are. */
  @Nullable String caveat() {
    return strict && chosen()
        ? "--strict: item statistics learnt from the drawn training samples alone; evaluate and"
            + " replay of this bundle see all"
        : null;
  }

  /** Whether the model is to read features. */
  boolean chosen() {
    return !features.equals(FeatureChoice.NONE);
  }

  /** These options for the trainings of a grid, each without and with the features. */
  public FeatureGrid grid() {
    return new FeatureGrid(features, strict, epochMillis());
  }

  /** Length of an epoch in milliseconds; 0 publishes at once. */
  long epochMillis() {
    try {
      long millis = Duration.parse(freshness).toMillis();
      if (millis >= 0) {
        return millis;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // Falls through to the message below.
    }
    throw new UserException(
        "--freshness is " + freshness + ", must be a duration such as PT1H, or PT0S");
  }
}
