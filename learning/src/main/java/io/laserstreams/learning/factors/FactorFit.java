package io.laserstreams.learning.factors;

import io.laserstreams.crm.streaming.factors.ItemFactors;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Fits {@link ItemFactors} by expectation maximisation (Salakhutdinov, Mnih 2008; Agarwal, Chen
 * 2009).
 *
 * <p><b>Model.</b> A value that user u gives item i is {@code mean + bias_i + x_u · v_i + noise}.
 * The item's vector {@code v_i = (1, factors_i)} begins with a one, so that the user's vector
 * {@code x_u} begins with the user's bias. Users' vectors are drawn from a {@linkplain UserPrior
 * normal distribution} common to all; an item's bias and factors are drawn around what {@linkplain
 * TextRegression its text predicts}, so that its text places an item without values.
 *
 * <p><b>Expectation.</b> Users are integrated out: given the items, a user's vector has a {@link
 * UserPosterior} with a mean and a covariance. All of a user's events count.
 *
 * <p><b>Maximisation.</b> The users' prior and the noise are re-estimated, also from all events;
 * the noise only in the last round, from every fourth event. The text regression is refitted, and
 * each item moves to its most probable bias and factors, which is a ridge regression on the users'
 * posteriors ({@link ItemEquations}). Items learn from labelled events alone, so that nothing leaks
 * from a label that is held back.
 *
 * <p><b>Repetition.</b> A fit starts where the previous one ended; the same events and seed give
 * the same bits.
 */
final class FactorFit {
  private static final double START_DEVIATION = 0.15;
  private static final double START_NOISE = 0.85;

  /** Values at the mean that damp an item's first bias. */
  private static final double START_DAMPING = 5;

  private final int size;
  private final Random random;
  private final UserPrior users;
  private double mean;
  private double noise = START_NOISE;
  private double[] bias = new double[0];
  private double[][] vectors = new double[0][];
  private boolean[] rated = new boolean[0];
  private TextRegression textRegression = TextRegression.NONE;
  private boolean fitted;

  /**
   * @param factors of an item, the bias aside
   */
  FactorFit(int factors, long seed) {
    this.size = factors + 1;
    this.random = new Random(seed);
    this.users = new UserPrior(size);
  }

  /**
   * Continues the fit on all events so far.
   *
   * @param coordinates text coordinates by item, null for an item without text
   */
  void fit(EventsByUser events, float[] @Nullable [] coordinates, int rounds) {
    addItems(coordinates.length);
    mean = events.labelledMean();
    int[] counts = start(events);
    for (int round = 0; round < rounds; round++) {
      round(events, coordinates, counts, round == rounds - 1);
    }
  }

  private void addItems(int items) {
    int known = bias.length;
    bias = Arrays.copyOf(bias, items);
    rated = Arrays.copyOf(rated, items);
    vectors = Arrays.copyOf(vectors, items);
    for (int i = known; i < items; i++) {
      vectors[i] = new double[size];
      vectors[i][0] = 1;
      for (int f = 1; f < size; f++) {
        vectors[i][f] = random.nextGaussian() * START_DEVIATION;
      }
    }
  }

  /** Counts each item's labelled events; the first fit starts from their damped means. */
  private int[] start(EventsByUser log) {
    int[] counts = new int[bias.length];
    double[] sums = new double[bias.length];
    for (EventsByUser.UserEvents events : log.users()) {
      for (int e = 0; e < events.size; e++) {
        if (events.labelled[e]) {
          counts[events.items[e]]++;
          sums[events.items[e]] += events.values[e] - mean;
        }
      }
    }
    for (int i = 0; i < bias.length; i++) {
      rated[i] = counts[i] > 0;
      bias[i] = fitted ? bias[i] : sums[i] / (counts[i] + START_DAMPING);
    }
    fitted = true;
    return counts;
  }

  private void round(
      EventsByUser log, float[] @Nullable [] coordinates, int[] counts, boolean measuresNoise) {
    var items = new ItemEquations(bias.length, size);
    var population = users.population();
    var residuals = new ResidualVariance();
    for (EventsByUser.UserEvents events : log.users()) {
      UserPosterior user = posterior(events, population);
      population.add(user);
      items.add(events, user, mean);
      if (measuresNoise) {
        measure(events, user, residuals);
      }
    }
    population.update(log.users().size());
    if (measuresNoise) {
      noise = residuals.variance();
    }
    textRegression = TextRegression.fit(coordinates, counts, bias, vectors);
    for (int item = 0; item < bias.length; item++) {
      move(item, items.solve(item, textRegression.predict(coordinates[item], size)));
    }
  }

  private UserPosterior posterior(EventsByUser.UserEvents events, UserPrior.Population population) {
    var evidence = population.evidence();
    for (int e = 0; e < events.size; e++) {
      evidence.add(vectors[events.items[e]], residual(events, e), noise);
    }
    return evidence.posterior();
  }

  private void measure(
      EventsByUser.UserEvents events, UserPosterior user, ResidualVariance residuals) {
    for (int e = 0; e < events.size; e += ResidualVariance.EVERY) {
      residuals.add(vectors[events.items[e]], residual(events, e), user);
    }
  }

  /** What the mean and the item's bias do not explain of an event's value. */
  private double residual(EventsByUser.UserEvents events, int e) {
    return events.values[e] - mean - bias[events.items[e]];
  }

  /**
   * @param solution bias, then factors
   */
  private void move(int item, double[] solution) {
    bias[item] = solution[0];
    System.arraycopy(solution, 1, vectors[item], 1, size - 1);
  }

  ItemFactors factors() {
    return new ItemFactors(
        (float) mean,
        (float) noise,
        floats(users.mean()),
        floats(users.covariance()),
        textRegression.weights());
  }

  /** Whether the item has a labelled event. */
  boolean rated(int item) {
    return rated[item];
  }

  /** Bias, then factors. */
  float[] numbers(int item) {
    float[] numbers = floats(vectors[item]);
    numbers[0] = (float) bias[item];
    return numbers;
  }

  static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
