package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.rule.EventTimeBounds;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The trainer's configuration, see {@code TrainerConfig} for its keys.
 *
 * @param app what all apps share
 * @param model what learns
 * @param learning how it learns
 * @param round how a round trains
 * @param schedule when rounds run
 * @param release when a candidate is released, and how
 * @param streaming when streaming features are standardised and factors are fitted
 * @param checkpoints where progress is kept
 * @param maxCatalogueItems items kept in memory, at most
 * @param eventTimes which event times are accepted
 */
public record TrainerSettings(
    AppConfig app,
    Model model,
    Learning learning,
    RoundSettings round,
    RoundSchedule schedule,
    Release release,
    FeatureRules streaming,
    CheckpointFolder checkpoints,
    int maxCatalogueItems,
    EventTimeBounds eventTimes) {
  /**
   * What learns.
   *
   * @param spec what the model reads
   * @param initialBundle what a trainer without checkpoints starts from; empty for an untrained
   *     model
   */
  public record Model(ModelChoice choice, FeatureSpec spec, Optional<Path> initialBundle) {
    public Model {
      requireNonNull(choice, "choice is null");
      requireNonNull(spec, "spec is null");
      requireNonNull(initialBundle, "initialBundle is null");
    }
  }

  /**
   * How the model learns.
   *
   * @param rate Adam's learning rate
   * @param averagedSteps over how many steps the parameters of a release are averaged, at most; 0
   *     for none
   * @param threads that learn
   * @param propensityClip the highest weight of inverse propensity weighting; 0 for none
   */
  public record Learning(double rate, int averagedSteps, int threads, double propensityClip) {}

  /**
   * When a candidate is released, and how.
   *
   * @param kept releases that stay on the models topic
   * @param chunkBytes bytes of a bundle in one record
   */
  public record Release(ReleaseRule rule, int kept, int chunkBytes) {
    public Release {
      requireNonNull(rule, "rule is null");
    }
  }

  /**
   * Where progress is kept.
   *
   * @param kept checkpoints to keep
   */
  public record CheckpointFolder(Path path, int kept) {
    public CheckpointFolder {
      requireNonNull(path, "path is null");
    }
  }

  public TrainerSettings {
    requireNonNull(app, "app is null");
    requireNonNull(model, "model is null");
    requireNonNull(learning, "learning is null");
    requireNonNull(round, "round is null");
    requireNonNull(schedule, "schedule is null");
    requireNonNull(release, "release is null");
    requireNonNull(streaming, "streaming is null");
    requireNonNull(checkpoints, "checkpoints is null");
    requireNonNull(eventTimes, "eventTimes is null");
  }
}
