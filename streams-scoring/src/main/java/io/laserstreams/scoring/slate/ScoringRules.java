package io.laserstreams.scoring.slate;

import static java.util.Objects.requireNonNull;

/**
 * How slates are scored as far as the model does not decide.
 *
 * @param exploration which slates are shown in a random order
 * @param defaultProbability the probability of every candidate while there is no model
 * @param historyWithoutModel events of the history that a sample gets while there is no model
 */
public record ScoringRules(
    Exploration exploration, double defaultProbability, int historyWithoutModel) {
  public ScoringRules {
    requireNonNull(exploration, "exploration is null");
  }

  /** The logit of {@link #defaultProbability}. */
  float defaultLogit() {
    return (float) Math.log(defaultProbability / (1 - defaultProbability));
  }
}
