package io.laserstreams.lm.generation;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.BitSet;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Chooses the tokens of one text; the same seed and logits give the same tokens. */
final class Sampler {
  /** Tokens sorted at first; more only where they have less than top-p together. */
  private static final int FIRST_SORTED = 128;

  private final Sampling sampling;
  private final SplittableRandom random;
  private final BitSet seen = new BitSet();

  /** A token and its logit; the order is by logit, then by lower id, descending. */
  private record Candidate(int token, float logit) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byLogit = Float.compare(logit, other.logit);
      return byLogit != 0 ? byLogit : Integer.compare(other.token, token);
    }
  }

  Sampler(Sampling sampling, long seed, long[] prompt) {
    this.sampling = requireNonNull(sampling, "sampling is null");
    this.random = new SplittableRandom(seed);
    for (long token : prompt) {
      seen.set((int) token);
    }
  }

  /**
   * The next token.
   *
   * @param logits of all tokens; changed
   */
  int next(float[] logits) {
    penalise(logits);
    int token = sampling.temperature() == 0 ? likeliest(logits) : drawn(logits);
    seen.set(token);
    return token;
  }

  private void penalise(float[] logits) {
    float penalty = (float) sampling.repetitionPenalty();
    if (penalty != 1) {
      seen.stream()
          .filter(token -> token < logits.length)
          .forEach(
              token ->
                  logits[token] =
                      logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty);
    }
  }

  private static int likeliest(float[] logits) {
    int best = 0;
    for (int token = 0; token < logits.length; token++) {
      if (!(logits[token] <= Float.MAX_VALUE)) {
        throw new IllegalStateException(
            "the model's logits are not numbers, as happens where half precision overflows: take"
                + " another variant of it");
      }
      if (logits[token] > logits[best]) {
        best = token;
      }
    }
    return best;
  }

  private int drawn(float[] logits) {
    int limit = sampling.topK() == 0 ? logits.length : Math.min(sampling.topK(), logits.length);
    float max = logits[likeliest(logits)];
    double all = sampling.topK() == 0 ? mass(logits, max) : Double.NaN;
    int count = Math.min(limit, FIRST_SORTED);
    while (true) {
      Candidate[] top = top(logits, count);
      double[] weights = new double[top.length];
      double sum = 0;
      for (int i = 0; i < top.length; i++) {
        weights[i] = weight(top[i].logit(), max);
        sum += weights[i];
      }
      // With top-k, top-p is a share of what those have together.
      double total = sampling.topK() == 0 ? all : sum;
      boolean complete = count == limit;
      if (complete || (sampling.topK() == 0 && sum >= sampling.topP() * total)) {
        return draw(top, weights, sampling.topP() * total);
      }
      count = sampling.topK() == 0 ? (int) Math.min(limit, count * 8L) : limit;
    }
  }

  private int draw(Candidate[] top, double[] weights, double nucleus) {
    double sum = 0;
    int kept = 0;
    while (kept < weights.length && (kept == 0 || sum < nucleus)) {
      sum += weights[kept++];
    }
    double point = random.nextDouble() * sum;
    for (int i = 0; i < kept; i++) {
      point -= weights[i];
      if (point < 0) {
        return top[i].token();
      }
    }
    return top[kept - 1].token();
  }

  private double mass(float[] logits, float max) {
    double sum = 0;
    for (float logit : logits) {
      sum += weight(logit, max);
    }
    return sum;
  }

  private double weight(float logit, float max) {
    return Math.exp(((double) logit - max) / sampling.temperature());
  }

  private static Candidate[] top(float[] logits, int count) {
    PriorityQueue<Candidate> best = new PriorityQueue<>(count);
    for (int token = 0; token < logits.length; token++) {
      if (best.size() < count) {
        best.add(new Candidate(token, logits[token]));
      } else if (logits[token] > best.element().logit()) {
        best.remove();
        best.add(new Candidate(token, logits[token]));
      }
    }
    Candidate[] sorted = best.toArray(Candidate[]::new);
    Arrays.sort(sorted, (one, other) -> other.compareTo(one));
    return sorted;
  }
}
