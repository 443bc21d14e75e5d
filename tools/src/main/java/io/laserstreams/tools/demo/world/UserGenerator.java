package io.laserstreams.tools.demo.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Draws users: each belongs to one of a few kinds of people, at which the profile hints, and has a
 * taste of their own besides.
 */
final class UserGenerator {
  private static final int KINDS = 6;
  private static final double KIND_WEIGHT = 0.75;
  private static final double OWN_WEIGHT = 0.65;
  private static final double PROFILE_ACCURACY = 0.75;
  private static final List<String> AGES = List.of("under 25", "25-39", "over 40");
  private static final List<String> PLACES = List.of("city", "country");

  private UserGenerator() {}

  static List<WorldUser> draw(int users, int factors, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<double[]> kinds = new ArrayList<>();
    for (int kind = 0; kind < KINDS; kind++) {
      kinds.add(VectorMath.direction(random, factors));
    }
    List<WorldUser> drawn = new ArrayList<>(users);
    for (int u = 0; u < users; u++) {
      int kind = random.nextInt(KINDS);
      double[] taste = new double[factors];
      VectorMath.add(taste, KIND_WEIGHT, kinds.get(kind));
      VectorMath.add(taste, OWN_WEIGHT, VectorMath.direction(random, factors));
      VectorMath.unit(taste);
      double[] turnsTo = VectorMath.direction(random, factors);
      VectorMath.add(turnsTo, -VectorMath.dot(turnsTo, taste), taste);
      VectorMath.unit(turnsTo);
      int hint = random.nextDouble() < PROFILE_ACCURACY ? kind : random.nextInt(KINDS);
      Map<String, String> profile =
          Map.of("age", AGES.get(hint % AGES.size()), "place", PLACES.get(hint / AGES.size()));
      drawn.add(new WorldUser("user-" + u, profile, taste, turnsTo));
    }
    return List.copyOf(drawn);
  }
}
