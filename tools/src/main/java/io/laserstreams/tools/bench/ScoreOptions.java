package io.laserstreams.tools.bench;

import static io.laserstreams.tools.bench.BenchOptions.requirePositive;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.runtime.failure.UserException;
import java.time.Duration;
import java.util.List;

/**
 * What to score; every combination is a row.
 *
 * @param models as {@link ModelChoice#parse} reads them
 * @param candidates sizes of slates
 * @param histories events that a model reads for every candidate
 * @param features whether models read all streaming features
 * @param threads that score at a time, each its own slates
 * @param items in the catalogue
 * @param window how long a repeat lasts
 */
public record ScoreOptions(
    List<String> models,
    List<Integer> candidates,
    List<Integer> histories,
    List<Boolean> features,
    List<Integer> threads,
    int items,
    Duration window) {
  /** Each item has 256 others that it was rated with. */
  private static final int LEAST_ITEMS = 300;

  public ScoreOptions {
    models = List.copyOf(models);
    candidates = List.copyOf(candidates);
    histories = List.copyOf(histories);
    features = List.copyOf(features);
    threads = List.copyOf(threads);
    requireNonNull(window, "window is null");
    candidates.forEach(size -> requirePositive("--candidates", size));
    histories.forEach(length -> requirePositive("--history", length));
    threads.forEach(number -> requirePositive("--threads", number));
    if (items < LEAST_ITEMS) {
      throw new UserException("--items is " + items + ", must be at least " + LEAST_ITEMS);
    }
    for (String model : models) {
      try {
        ModelChoice.parse(model);
      } catch (IllegalArgumentException e) {
        throw new UserException("--model: " + e.getMessage(), e);
      }
    }
  }
}
