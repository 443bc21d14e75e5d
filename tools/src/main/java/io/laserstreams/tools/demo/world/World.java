package io.laserstreams.tools.demo.world;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A simulated world with known click probabilities: users with hidden tastes, items with hidden
 * factors, and clicks that follow from both.
 *
 * <p>A user who looks at an item clicks with probability {@code sigmoid(bias + sharpness * taste .
 * factors + quality)} and looks at position {@code p} with probability {@code (p + 1)^-0.3}: the
 * position-based click model (Craswell et al., 2008). Items come and go, tastes drift slowly.
 *
 * <p>Everything is a function of the seed and the impression's number: two runs of one seed see the
 * same users, candidates and random draws however differently they rank, so their curves can be
 * compared in pairs. Thread-safe.
 */
public final class World {
  private static final int FACTORS = 8;
  private static final int NEWEST = 4;
  private static final double BIAS = -2.45;
  private static final double SHARPNESS = 5;
  private static final double POSITION_DECAY = 0.3;

  private final WorldSpec spec;
  private final long seed;
  private final List<WorldUser> users;
  private final ItemGenerator generator;
  private final Map<Integer, WorldItem> items = new ConcurrentHashMap<>();

  public World(WorldSpec spec, long seed) {
    this.spec = requireNonNull(spec, "spec is null");
    this.seed = seed;
    this.users = UserGenerator.draw(spec.users(), FACTORS, CounterRandom.mix(seed, 1));
    this.generator = new ItemGenerator(FACTORS, CounterRandom.mix(seed, 2));
  }

  public WorldSpec spec() {
    return spec;
  }

  public List<WorldUser> users() {
    return users;
  }

  public WorldItem item(int number) {
    return items.computeIfAbsent(number, generator::generate);
  }

  /** How many items have appeared by the time of this impression. */
  public int appearedBy(long impression) {
    return Math.toIntExact(spec.items() + impression / spec.impressionsPerNewItem());
  }

  /** The user of this impression and the items that can be shown. */
  public Visit visit(long impression) {
    RandomGenerator random =
        new SplittableRandom(CounterRandom.mix(CounterRandom.mix(seed, 3), impression));
    WorldUser user = users.get(random.nextInt(users.size()));
    int end = appearedBy(impression);
    int newest = Math.max(spec.candidates(), spec.items() / NEWEST);
    Set<Integer> numbers = new LinkedHashSet<>();
    while (numbers.size() < spec.candidates()) {
      int from = end - (random.nextDouble() < spec.newestShare() ? newest : spec.items());
      numbers.add(random.nextInt(from, end));
    }
    List<WorldItem> candidates = new ArrayList<>();
    numbers.forEach(number -> candidates.add(item(number)));
    return new Visit(impression, user, candidates);
  }

  /** Probability of a click on an item that the user looks at. */
  public double clickProbability(Visit visit, WorldItem item) {
    double[] taste = visit.user().tasteAt(visit.number() * spec.driftPerImpression());
    return 1
        / (1
            + Math.exp(
                -(BIAS + SHARPNESS * VectorMath.dot(taste, item.factors()) + item.quality())));
  }

  /** Probability that the user looks at this position; 0 is the top. */
  public double examination(int position) {
    return Math.pow(position + 1, -POSITION_DECAY);
  }

  /** Whether the user clicks on the item when it is shown at the position. */
  public boolean clicks(Visit visit, WorldItem item, int position) {
    return CounterRandom.uniform(seed, visit.number(), item.number())
        < examination(position) * clickProbability(visit, item);
  }

  /**
   * Expected clicks per item shown if the candidates are shown in this order, as far as there is
   * room.
   */
  public double clickThrough(Visit visit, List<WorldItem> order) {
    int shown = Math.min(spec.shown(), order.size());
    double clicks = 0;
    for (int position = 0; position < shown; position++) {
      clicks += examination(position) * clickProbability(visit, order.get(position));
    }
    return shown == 0 ? 0 : clicks / shown;
  }

  /** The average of {@link #clickThrough} over all orders. */
  public double randomClickThrough(Visit visit) {
    double appeal =
        visit.candidates().stream()
            .mapToDouble(item -> clickProbability(visit, item))
            .average()
            .orElse(0);
    double looks = 0;
    for (int position = 0; position < spec.shown(); position++) {
      looks += examination(position);
    }
    return appeal * looks / spec.shown();
  }

  /** {@link #clickThrough} of the best possible order. */
  public double bestClickThrough(Visit visit) {
    double[] appeal =
        visit.candidates().stream()
            .mapToDouble(item -> -clickProbability(visit, item))
            .sorted()
            .toArray();
    double clicks = 0;
    for (int position = 0; position < spec.shown(); position++) {
      clicks -= examination(position) * appeal[position];
    }
    return clicks / spec.shown();
  }
}
