package io.laserstreams.knowledge.budget;

/**
 * What a request is expected to cost, in tokens.
 *
 * @param formula by the formula alone, see {@link TokenEstimate}
 * @param charged with what answers have taught: what the budget was charged
 */
public record Cost(long formula, long charged) {
  public static final Cost NONE = new Cost(0, 0);
}
