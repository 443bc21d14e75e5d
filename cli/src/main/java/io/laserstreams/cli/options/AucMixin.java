package io.laserstreams.cli.options;

import io.laserstreams.crm.model.Models;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.knowledge.AucOptions;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether, and with which model, to measure what knowledge is worth. */
public final class AucMixin {
  @Option(
      names = "--auc",
      description =
          "Also train a model with what each policy has had written, and print its AUC. The mean of"
              + " the vectors of liked items stands in for a language model's text.")
  private boolean measured;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "With --auc: reads the knowledge (default: " + Models.TARGET_ATTENTION + ").")
  private @Nullable String model;

  @Option(
      names = "--fraction",
      paramLabel = "F",
      description = "With --auc: share of the training samples (default: 1).")
  private @Nullable Double fraction;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "With --auc: how many seeds, from 1 on (default: 1).")
  private @Nullable Integer seeds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "With --auc: threads that learn (default: 1).")
  private @Nullable Integer threads;

  /**
   * Null if nothing is to be measured.
   *
   * @throws UserException if only the model is named, or a value is out of bounds
   */
  public @Nullable AucOptions options() {
    if (!measured) {
      if (Stream.of(model, fraction, seeds, threads).anyMatch(Objects::nonNull)) {
        throw new UserException("--model, --fraction, --seeds and --threads need --auc");
      }
      return null;
    }
    return new AucOptions(
        model == null ? Models.TARGET_ATTENTION : model,
        fraction == null ? 1 : fraction,
        seeds == null ? 1 : seeds,
        threads == null ? 1 : threads);
  }
}
