package io.laserstreams.tools.bench;

import static io.laserstreams.tools.bench.BenchOptions.requirePositive;

import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.runtime.failure.UserException;
import java.util.List;

/**
 * What to train; every combination is a row.
 *
 * @param models as {@link ModelChoice#parse} reads them
 * @param threads that learn, each a part of every batch
 * @param history events of each sample
 * @param candidates of each sample
 * @param batch samples a step
 * @param steps of a repeat
 * @param items in the catalogue
 */
public record LearningOptions(
    List<String> models,
    List<Integer> threads,
    int history,
    int candidates,
    int batch,
    int steps,
    int items) {
  public LearningOptions {
    models = List.copyOf(models);
    threads = List.copyOf(threads);
    threads.forEach(number -> requirePositive("--threads", number));
    requirePositive("--history", history);
    requirePositive("--candidates", candidates);
    requirePositive("--batch", batch);
    requirePositive("--steps", steps);
    requirePositive("--items", items);
    for (String model : models) {
      try {
        ModelChoice.parse(model);
      } catch (IllegalArgumentException e) {
        throw new UserException("--model: " + e.getMessage(), e);
      }
    }
  }
}
