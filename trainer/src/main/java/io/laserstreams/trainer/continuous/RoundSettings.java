package io.laserstreams.trainer.continuous;

/**
 * How a round trains.
 *
 * @param heldBack share of the new samples that is held back to evaluate by
 * @param batch slates per step of the optimiser
 * @param epochs passes over the new samples
 * @param replay earlier slates drawn per pass, at most
 * @param seed of everything random
 */
public record RoundSettings(double heldBack, int batch, int epochs, int replay, long seed) {
  public RoundSettings {
    if (!(heldBack > 0 && heldBack < 1)) {
      throw new IllegalArgumentException(
          "heldBack is " + heldBack + "; it must be between 0 and 1");
    }
    if (batch < 1 || epochs < 1 || replay < 0) {
      throw new IllegalArgumentException(
          "batch "
              + batch
              + " and epochs "
              + epochs
              + " must be positive, replay "
              + replay
              + " not negative");
    }
  }
}
