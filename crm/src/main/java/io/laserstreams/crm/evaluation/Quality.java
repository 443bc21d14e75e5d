package io.laserstreams.crm.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How good predictions are. Whatever does not depend on how many times a user counts is computed
 * once, so that measuring again with other weights, as {@link Bootstrap} does, takes one pass over
 * the candidates.
 */
public final class Quality {
  /** Bins of {@link Measure#CALIBRATION_ERROR}, as in Guo et al. 2017. */
  public static final int BINS = 15;

  private final Predictions predictions;
  private final int k;
  // Of each candidate, by falling logit, so that measuring reads memory in order.
  private final double[] logit;
  private final boolean[] positive;
  private final int[] user;
  private final int[] bin;
  private final double[] probability;
  private final double[] lossOfUser;
  private final int[] candidatesOfUser;
  private final int[] slatesOfUser;
  private final double[] aucOfUser;
  private final double[] gainOfUser;
  private final int[] hitsOfUser;
  private final int[] rankedOfUser;
  private final int[] longOfUser;

  /**
   * Prepares to measure.
   *
   * @param predictions what to measure; must not change afterwards
   * @param k how many of a slate's candidates {@link Measure#NDCG} and {@link Measure#HIT_RATE}
   *     consider
   */
  public Quality(Predictions predictions, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + ", must be at least 1");
    }
    this.predictions = predictions;
    this.k = k;
    int n = predictions.candidates();
    int users = predictions.users();
    this.lossOfUser = new double[users];
    this.candidatesOfUser = new int[users];
    this.slatesOfUser = new int[users];
    this.gainOfUser = new double[users];
    this.hitsOfUser = new int[users];
    this.rankedOfUser = new int[users];
    this.longOfUser = new int[users];
    int[] userOf = new int[n];
    for (int slate = 0; slate < predictions.slates(); slate++) {
      Arrays.fill(userOf, predictions.from(slate), predictions.to(slate), predictions.user(slate));
      addSlate(slate);
    }
    this.logit = new double[n];
    this.positive = new boolean[n];
    this.user = new int[n];
    this.bin = new int[n];
    this.probability = new double[n];
    int[] order = sorted(n);
    for (int i = 0; i < n; i++) {
      logit[i] = predictions.logit(order[i]);
      positive[i] = predictions.isPositive(order[i]);
      user[i] = userOf[order[i]];
      probability[i] = 1 / (1 + Math.exp(-logit[i]));
      bin[i] = Math.min(BINS - 1, (int) (probability[i] * BINS));
    }
    this.aucOfUser = aucOfUsers(users);
  }

  private void addSlate(int slate) {
    int whose = predictions.user(slate);
    slatesOfUser[whose]++;
    int positives = 0;
    for (int i = predictions.from(slate); i < predictions.to(slate); i++) {
      candidatesOfUser[whose]++;
      positives += predictions.isPositive(i) ? 1 : 0;
      lossOfUser[whose] += LogLoss.of(predictions.logit(i), predictions.isPositive(i));
    }
    if (positives > 0 && predictions.to(slate) - predictions.from(slate) > 1) {
      rankSlate(slate, whose);
    }
  }

  private void rankSlate(int slate, int whose) {
    double gain = 0;
    double best = 0;
    boolean hit = false;
    int seen = 0;
    for (int i = predictions.from(slate); i < predictions.to(slate); i++) {
      if (predictions.isPositive(i)) {
        int rank = rank(slate, i);
        if (rank < k) {
          gain += discount(rank);
          hit = true;
        }
        if (seen < k) {
          best += discount(seen);
        }
        seen++;
      }
    }
    rankedOfUser[whose]++;
    gainOfUser[whose] += gain / best;
    if (predictions.to(slate) - predictions.from(slate) > k) {
      longOfUser[whose]++;
      hitsOfUser[whose] += hit ? 1 : 0;
    }
  }

  /** How many candidates of the slate come before a positive one. */
  private int rank(int slate, int of) {
    int rank = 0;
    for (int i = predictions.from(slate); i < predictions.to(slate); i++) {
      double difference = predictions.logit(i) - predictions.logit(of);
      boolean tieBefore = difference == 0 && (!predictions.isPositive(i) || i < of);
      rank += difference > 0 || (tieBefore && i != of) ? 1 : 0;
    }
    return rank;
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 2.0);
  }

  private int[] sorted(int n) {
    Integer[] sorted = new Integer[n];
    Arrays.setAll(sorted, i -> i);
    Arrays.sort(sorted, (a, b) -> Double.compare(predictions.logit(b), predictions.logit(a)));
    return Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
  }

  private double[] aucOfUsers(int users) {
    var pairs = new PairCount[users];
    Arrays.setAll(pairs, whose -> new PairCount());
    for (int i = 0; i < logit.length; i++) {
      pairs[user[i]].add(logit[i], positive[i], 1);
    }
    return Arrays.stream(pairs).mapToDouble(PairCount::auc).toArray();
  }

  /** Every measure, each user counting once. */
  public Map<Measure, Double> measure() {
    int[] once = new int[predictions.users()];
    Arrays.fill(once, 1);
    return measure(once);
  }

  /** Every measure, with each user counting as many times as its weight says. */
  Map<Measure, Double> measure(int[] weights) {
    Map<Measure, Double> measures = new EnumMap<>(Measure.class);
    var all = new PairCount();
    double[] binProbability = new double[BINS];
    double[] binOutcome = new double[BINS];
    for (int i = 0; i < logit.length; i++) {
      int weight = weights[user[i]];
      if (weight > 0) {
        all.add(logit[i], positive[i], weight);
        binProbability[bin[i]] += weight * probability[i];
        binOutcome[bin[i]] += positive[i] ? weight : 0;
      }
    }
    measures.put(Measure.AUC, all.auc());
    var grouped = new Mean();
    var loss = new Mean();
    var gain = new Mean();
    var hits = new Mean();
    for (int u = 0; u < weights.length; u++) {
      if (!Double.isNaN(aucOfUser[u])) {
        grouped.add(
            aucOfUser[u] * slatesOfUser[u] * weights[u], (double) slatesOfUser[u] * weights[u]);
      }
      loss.add(lossOfUser[u] * weights[u], (double) candidatesOfUser[u] * weights[u]);
      gain.add(gainOfUser[u] * weights[u], (double) rankedOfUser[u] * weights[u]);
      hits.add((double) hitsOfUser[u] * weights[u], (double) longOfUser[u] * weights[u]);
    }
    measures.put(Measure.GROUPED_AUC, grouped.value());
    measures.put(Measure.LOG_LOSS, loss.value());
    measures.put(Measure.NDCG, gain.value());
    measures.put(Measure.HIT_RATE, hits.value());
    double distance = 0;
    for (int b = 0; b < BINS; b++) {
      distance += Math.abs(binProbability[b] - binOutcome[b]);
    }
    measures.put(Measure.CALIBRATION_ERROR, loss.weight == 0 ? Double.NaN : distance / loss.weight);
    return measures;
  }

  /**
   * Candidates whose predicted probability is in one bin.
   *
   * @param candidates how many, at least one
   * @param predicted mean predicted probability
   * @param observed share of positives
   */
  public record Bin(int candidates, double predicted, double observed) {}

  /** The bins that have candidates, by rising probability. */
  public List<Bin> calibration() {
    int[] counts = new int[BINS];
    double[] predicted = new double[BINS];
    int[] positives = new int[BINS];
    for (int i = 0; i < probability.length; i++) {
      counts[bin[i]]++;
      predicted[bin[i]] += probability[i];
      positives[bin[i]] += positive[i] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (counts[b] > 0) {
        bins.add(new Bin(counts[b], predicted[b] / counts[b], (double) positives[b] / counts[b]));
      }
    }
    return bins;
  }

  /** Users that {@link Measure#GROUPED_AUC} leaves out: they have candidates of one class only. */
  public int usersLeftOut() {
    return (int) Arrays.stream(aucOfUser).filter(Double::isNaN).count();
  }

  /** Slates over which {@link Measure#NDCG} is averaged. */
  public int slatesRanked() {
    return Arrays.stream(rankedOfUser).sum();
  }

  /** Slates of more than {@code k} candidates, over which {@link Measure#HIT_RATE} is averaged. */
  public int slatesLongerThanK() {
    return Arrays.stream(longOfUser).sum();
  }

  private static final class Mean {
    private double sum;
    private double weight;

    void add(double value, double withWeight) {
      sum += value;
      weight += withWeight;
    }

    double value() {
      return weight == 0 ? Double.NaN : sum / weight;
    }
  }
}
