package io.laserstreams.tools.demo.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Generates items. Most of their hidden factors come from two themes, which the text reveals, some
 * from the genre, which the categories reveal, and some from nothing visible: the text of a new
 * item predicts much of its appeal, but not all.
 */
final class ItemGenerator {
  private static final List<String> GENRES =
      List.of(
          "Drama",
          "Comedy",
          "Documentary",
          "Thriller",
          "Romance",
          "Adventure",
          "Series",
          "Animation");
  private static final List<String> LENGTHS = List.of("short", "feature", "long");
  private static final double FIRST_THEME = 0.8;
  private static final double SECOND_THEME = 0.45;
  private static final double GENRE = 0.25;
  private static final double INVISIBLE = 0.3;
  private static final double QUALITY = 0.5;

  private final long seed;
  private final List<Theme> themes = Theme.all();
  private final List<double[]> themeFactors = new ArrayList<>();
  private final List<double[]> genreFactors = new ArrayList<>();
  private final int factors;

  ItemGenerator(int factors, long seed) {
    this.seed = seed;
    this.factors = factors;
    RandomGenerator random = new SplittableRandom(seed);
    themes.forEach(theme -> themeFactors.add(VectorMath.direction(random, factors)));
    GENRES.forEach(genre -> genreFactors.add(VectorMath.direction(random, factors)));
  }

  /** The {@code number}-th item to appear; always the same. */
  WorldItem generate(int number) {
    RandomGenerator random = new SplittableRandom(CounterRandom.mix(seed, number));
    int first = random.nextInt(themes.size());
    int second = (first + 1 + random.nextInt(themes.size() - 1)) % themes.size();
    int genre = random.nextInt(GENRES.size());
    double[] hidden = new double[factors];
    VectorMath.add(hidden, FIRST_THEME, themeFactors.get(first));
    VectorMath.add(hidden, SECOND_THEME, themeFactors.get(second));
    VectorMath.add(hidden, GENRE, genreFactors.get(genre));
    VectorMath.add(hidden, INVISIBLE, VectorMath.direction(random, factors));
    Theme main = themes.get(first);
    Theme side = themes.get(second);
    String title = main.titles().get(random.nextInt(main.titles().size())) + " " + (number + 1);
    String text =
        "About "
            + main.name()
            + ": "
            + String.join(", ", main.phrases())
            + ". Also about "
            + side.name()
            + ": "
            + side.phrases().get(random.nextInt(side.phrases().size()))
            + ".";
    return new WorldItem(
        number,
        "item-" + number,
        title,
        text,
        List.of(GENRES.get(genre)),
        Map.of("length", LENGTHS.get(random.nextInt(LENGTHS.size()))),
        hidden,
        QUALITY * random.nextGaussian());
  }
}
