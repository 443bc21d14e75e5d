package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import java.nio.file.Path;

/**
 * How continuous training goes about.
 *
 * @param model which model learns
 * @param spec what the model reads
 * @param learningRate of Adam
 * @param averagedSteps over how many steps the parameters of a release are averaged, at most; 0 for
 *     none
 * @param threads that learn
 * @param round how a round trains
 * @param pace when rounds run
 * @param rule when a candidate is released
 * @param features when streaming features are standardised and bases are fitted
 * @param propensityClip the highest weight of inverse propensity weighting, 0 for none
 * @param catalogueItems items kept in memory, at most
 * @param checkpoints folder of the checkpoints
 * @param checkpointsKept how many of them are kept
 * @param releasesKept releases that stay on the models topic
 * @param chunkBytes bytes of a bundle in one record
 */
public record TrainerSettings(
    ModelChoice model,
    FeatureSpec spec,
    double learningRate,
    int averagedSteps,
    int threads,
    RoundSettings round,
    RoundSchedule pace,
    ReleaseRule rule,
    FeatureRules features,
    double propensityClip,
    int catalogueItems,
    Path checkpoints,
    int checkpointsKept,
    int releasesKept,
    int chunkBytes) {
  public TrainerSettings {
    requireNonNull(model, "model is null");
    requireNonNull(spec, "spec is null");
    requireNonNull(round, "round is null");
    requireNonNull(pace, "pace is null");
    requireNonNull(rule, "rule is null");
    requireNonNull(features, "features is null");
    requireNonNull(checkpoints, "checkpoints is null");
  }
}
