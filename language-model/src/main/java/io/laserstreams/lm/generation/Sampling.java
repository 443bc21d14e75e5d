package io.laserstreams.lm.generation;

/**
 * How the next token is chosen, by the definitions of Hugging Face's transformers and in their
 * order: repetition penalty (Keskar et al. 2019, CTRL), temperature, top-k, top-p (Holtzman et al.
 * 2020).
 *
 * @param temperature by which logits are divided; 0 takes the most likely token
 * @param topK most likely tokens that are drawn from; 0 for all
 * @param topP share of the probability that the most likely tokens drawn from have at least; 1 for
 *     all
 * @param repetitionPenalty by which the logits of tokens that were read or written before are
 *     divided if positive, multiplied if negative; 1 for none
 */
public record Sampling(double temperature, int topK, double topP, double repetitionPenalty) {
  /** The most likely token, always. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 1);

  public Sampling {
    require(temperature >= 0 && temperature <= 100, "temperature", temperature, "0 to 100");
    require(topK >= 0, "topK", topK, "0 or more");
    require(topP > 0 && topP <= 1, "topP", topP, "above 0, at most 1");
    require(
        repetitionPenalty >= 1 && repetitionPenalty <= 10,
        "repetitionPenalty",
        repetitionPenalty,
        "1 to 10");
  }

  private static void require(boolean valid, String name, double value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + range);
    }
  }
}
