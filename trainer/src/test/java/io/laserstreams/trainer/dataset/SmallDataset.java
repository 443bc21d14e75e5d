package io.laserstreams.trainer.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A made-up dataset of MovieLens-1M's form: users with an even id like movies with an even id. */
public final class SmallDataset {
  private SmallDataset() {}

  public static MovieLens of(int users, int movies, int ratings, long seed) {
    var random = new Random(seed);
    Map<String, Map<String, String>> profiles = new HashMap<>();
    for (int u = 1; u <= users; u++) {
      profiles.put("" + u, Map.of("gender", u % 2 == 0 ? "F" : "M", "age", "" + u % 7, "occupation", "1", "zip", "z" + u % 5));
    }
    Map<String, Movie> catalogue = new HashMap<>();
    for (int m = 1; m <= movies; m++) {
      catalogue.put("" + m, new Movie("" + m, "Movie " + m + " (1999)", "1999", List.of("Genre" + m % 4)));
    }
    var list = new ArrayList<Rating>();
    long second = 1_000_000;
    for (int r = 0; r < ratings; r++) {
      second += random.nextInt(3);
      int user = 1 + random.nextInt(users);
      int movie = 1 + random.nextInt(movies);
      int stars = user % 2 == movie % 2 ? 4 + random.nextInt(2) : 1 + random.nextInt(3);
      list.add(new Rating("" + user, "" + movie, stars, second));
    }
    return new MovieLens(list, profiles, catalogue);
  }
}
