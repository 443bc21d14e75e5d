package io.laserstreams.crm.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How good predictions are. What does not depend on how often a user counts is computed once, so that measuring anew with other
 * weights of the users, as {@link Bootstrap} does, takes one pass over the candidates.
 */
public final class Quality {
  /** Bins of {@link Measure#CALIBRATION_ERROR}, as in Guo et al. 2017. */
  public static final int BINS = 15;

  private final Predictions predictions;
  private final int k;
  /** Candidates by falling logit, and of each the user and the bin. */
  private final int[] order;
  private final int[] userOf;
  private final int[] binOf;
  private final double[] probability;
  private final double[] lossOfUser;
  private final int[] candidatesOfUser;
  private final int[] slatesOfUser;
  private final double[] aucOfUser;
  private final double[] gainOfUser;
  private final int[] hitsOfUser;
  private final int[] rankedOfUser;

  /**
   * Prepares to measure.
   *
   * @param predictions what to measure; must not change afterwards
   * @param k how many of a slate's candidates {@link Measure#NDCG} and {@link Measure#HIT_RATE} look at
   */
  public Quality(Predictions predictions, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + ", must be at least 1");
    }
    this.predictions = predictions;
    this.k = k;
    int n = predictions.candidates();
    int users = predictions.users();
    this.userOf = new int[n];
    this.lossOfUser = new double[users];
    this.candidatesOfUser = new int[users];
    this.slatesOfUser = new int[users];
    this.gainOfUser = new double[users];
    this.hitsOfUser = new int[users];
    this.rankedOfUser = new int[users];
    for (int slate = 0; slate < predictions.slates(); slate++) {
      addSlate(slate);
    }
    this.order = sorted(n);
    this.probability = new double[n];
    this.binOf = new int[n];
    for (int i = 0; i < n; i++) {
      probability[i] = 1 / (1 + Math.exp(-predictions.logit(i)));
      binOf[i] = Math.min(BINS - 1, (int) (probability[i] * BINS));
    }
    this.aucOfUser = aucOfUsers(users);
  }

  private void addSlate(int slate) {
    int user = predictions.user(slate);
    slatesOfUser[user]++;
    int positives = 0;
    for (int i = predictions.from(slate); i < predictions.to(slate); i++) {
      userOf[i] = user;
      candidatesOfUser[user]++;
      positives += predictions.isPositive(i) ? 1 : 0;
      double margin = predictions.isPositive(i) ? predictions.logit(i) : -predictions.logit(i);
      lossOfUser[user] += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    if (positives > 0 && predictions.to(slate) - predictions.from(slate) > 1) {
      rankSlate(slate, user, positives);
    }
  }

  private void rankSlate(int slate, int user, int positives) {
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
    rankedOfUser[user]++;
    gainOfUser[user] += gain / best;
    hitsOfUser[user] += hit ? 1 : 0;
  }

  /** Candidates of the slate that come before a positive one. */
  private int rank(int slate, int positive) {
    int rank = 0;
    for (int i = predictions.from(slate); i < predictions.to(slate); i++) {
      double difference = predictions.logit(i) - predictions.logit(positive);
      boolean tieBefore = difference == 0 && (!predictions.isPositive(i) || i < positive);
      rank += difference > 0 || (tieBefore && i != positive) ? 1 : 0;
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
    var pairs = new Pairs[users];
    Arrays.setAll(pairs, user -> new Pairs());
    for (int at : order) {
      pairs[userOf[at]].add(predictions.logit(at), predictions.isPositive(at), 1);
    }
    return Arrays.stream(pairs).mapToDouble(Pairs::auc).toArray();
  }

  /** Every measure, each user counting once. */
  public Map<Measure, Double> measure() {
    int[] once = new int[predictions.users()];
    Arrays.fill(once, 1);
    return measure(once);
  }

  /** Every measure with each user counting so often. */
  Map<Measure, Double> measure(int[] weights) {
    Map<Measure, Double> measures = new EnumMap<>(Measure.class);
    var all = new Pairs();
    double[] binProbability = new double[BINS];
    double[] binOutcome = new double[BINS];
    for (int at : order) {
      int weight = weights[userOf[at]];
      if (weight > 0) {
        boolean positive = predictions.isPositive(at);
        all.add(predictions.logit(at), positive, weight);
        binProbability[binOf[at]] += weight * probability[at];
        binOutcome[binOf[at]] += positive ? weight : 0;
      }
    }
    measures.put(Measure.AUC, all.auc());
    var grouped = new Mean();
    var loss = new Mean();
    var gain = new Mean();
    var hits = new Mean();
    for (int user = 0; user < weights.length; user++) {
      if (!Double.isNaN(aucOfUser[user])) {
        grouped.add(aucOfUser[user] * slatesOfUser[user] * weights[user], (double) slatesOfUser[user] * weights[user]);
      }
      loss.add(lossOfUser[user] * weights[user], (double) candidatesOfUser[user] * weights[user]);
      gain.add(gainOfUser[user] * weights[user], (double) rankedOfUser[user] * weights[user]);
      hits.add((double) hitsOfUser[user] * weights[user], (double) rankedOfUser[user] * weights[user]);
    }
    measures.put(Measure.GROUPED_AUC, grouped.value());
    measures.put(Measure.LOG_LOSS, loss.value());
    measures.put(Measure.NDCG, gain.value());
    measures.put(Measure.HIT_RATE, hits.value());
    double distance = 0;
    for (int bin = 0; bin < BINS; bin++) {
      distance += Math.abs(binProbability[bin] - binOutcome[bin]);
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
      counts[binOf[i]]++;
      predicted[binOf[i]] += probability[i];
      positives[binOf[i]] += predictions.isPositive(i) ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        bins.add(new Bin(counts[bin], predicted[bin] / counts[bin], (double) positives[bin] / counts[bin]));
      }
    }
    return bins;
  }

  /** Users that {@link Measure#GROUPED_AUC} leaves out, having one class alone. */
  public int usersLeftOut() {
    return (int) Arrays.stream(aucOfUser).filter(Double::isNaN).count();
  }

  /** Slates that {@link Measure#NDCG} and {@link Measure#HIT_RATE} are over. */
  public int slatesRanked() {
    return Arrays.stream(rankedOfUser).sum();
  }

  /** Counts pairs of a positive and a negative candidate as candidates come by falling logit. */
  private static final class Pairs {
    private double positives;
    private double negatives;
    private double won;
    private double logit = Double.NaN;
    private double tiedPositives;
    private double tiedNegatives;

    void add(double newLogit, boolean positive, int weight) {
      if (newLogit != logit) {
        settle();
        logit = newLogit;
      }
      if (positive) {
        tiedPositives += weight;
      } else {
        tiedNegatives += weight;
      }
    }

    private void settle() {
      won += tiedNegatives * (positives + tiedPositives / 2);
      positives += tiedPositives;
      negatives += tiedNegatives;
      tiedPositives = 0;
      tiedNegatives = 0;
    }

    double auc() {
      settle();
      double pairs = positives * negatives;
      return pairs == 0 ? Double.NaN : won / pairs;
    }
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
