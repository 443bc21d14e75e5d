package io.laserstreams.trainer.dataset;

/**
 * One rating.
 *
 * @param userId who
 * @param itemId what
 * @param stars 1 to 5
 * @param second when, seconds since the epoch
 */
public record Rating(String userId, String itemId, int stars, long second) {
  /** The protocol's label (ReLLa, Lin et al. 2024). */
  public boolean isPositive() {
    return stars > 3;
  }
}
