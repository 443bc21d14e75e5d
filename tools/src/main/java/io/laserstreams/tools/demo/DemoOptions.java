package io.laserstreams.tools.demo;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to demonstrate.
 *
 * @param length how long traffic flows
 * @param seed seed of the world
 * @param rate impressions a second
 * @param knowledge false to leave knowledge out: its apps do not run and the model has no encoder
 * @param features false to leave streaming features out: the model reads histories and knowledge
 * @param freezeTrainer true to stop the trainer once its first model is released
 * @param languageModel folder of a language model that writes the knowledge while traffic flows;
 *     null for the template
 * @param headless true to print lines instead of the live view
 * @param json file for a summary
 */
public record DemoOptions(
    Duration length,
    long seed,
    double rate,
    boolean knowledge,
    boolean features,
    boolean freezeTrainer,
    @Nullable Path languageModel,
    boolean headless,
    @Nullable Path json) {
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final int MAX_RATE = 10_000;

  public DemoOptions {
    requireNonNull(length, "length is null");
    if (length.isNegative() || length.isZero()) {
      throw new UserException(
          "--minutes must be above 0, but is " + length.toMillis() / MILLIS_PER_MINUTE);
    }
    if (languageModel != null && !knowledge) {
      throw new UserException("--language-model writes knowledge, which --no-knowledge leaves out");
    }
    if (!(rate > 0 && rate <= MAX_RATE)) {
      throw new UserException(
          "--rate must be above 0 and at most "
              + MAX_RATE
              + " impressions a second, but is "
              + rate);
    }
  }
}
