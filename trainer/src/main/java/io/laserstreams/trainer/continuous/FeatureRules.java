package io.laserstreams.trainer.continuous;

/**
 * When streaming features are standardised and factors are fitted.
 *
 * @param samples candidates whose features were computed with fitted factors, before a model reads
 *     them; again whenever there are twice as many
 * @param rounds from one fit to the next, at least
 * @param interactions newest interactions that a fit learns from, at most
 * @param items whose texts a fit compares with each other's, at most
 */
public record FeatureRules(int samples, int rounds, int interactions, int items) {
  public FeatureRules {
    if (samples < 1 || rounds < 1 || interactions < 1 || items < 1) {
      throw new IllegalArgumentException(
          "samples %d, rounds %d, interactions %d and items %d must be positive"
              .formatted(samples, rounds, interactions, items));
    }
  }
}
