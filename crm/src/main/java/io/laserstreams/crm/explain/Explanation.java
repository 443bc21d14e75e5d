package io.laserstreams.crm.explain;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * Why the candidates of a slate have their scores.
 *
 * @param itemIds the candidates
 * @param logged their logits as logged
 * @param replayed their logits as the model computes them again, from the log alone
 * @param effects what moved them, in no particular order
 */
public record Explanation(
    List<String> itemIds, List<Float> logged, float[] replayed, List<Effect> effects) {
  public Explanation {
    itemIds = List.copyOf(itemIds);
    logged = List.copyOf(logged);
    effects = List.copyOf(effects);
    requireNonNull(replayed, "replayed is null");
  }

  /** Whether the candidate's replayed logit equals the logged one to the bit. */
  public boolean exact(int candidate) {
    return Float.floatToIntBits(logged.get(candidate)) == Float.floatToIntBits(replayed[candidate]);
  }

  /** Whether all candidates' replayed logits equal the logged ones to the bit. */
  public boolean exact() {
    for (int c = 0; c < replayed.length; c++) {
      if (!exact(c)) {
        return false;
      }
    }
    return true;
  }

  /** The effects, those that moved the candidate's score most first. */
  public List<Effect> effects(int candidate) {
    return effects.stream()
        .sorted(
            Comparator.comparingDouble(
                    (Effect effect) -> -Math.abs(effect.ofCatalogue()[candidate]))
                .thenComparing(Effect::name))
        .toList();
  }
}
