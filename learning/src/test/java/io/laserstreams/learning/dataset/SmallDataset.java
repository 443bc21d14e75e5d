package io.laserstreams.learning.dataset;

import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.learning.dataset.file.FilePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Made-up datasets in MovieLens-1M's form: users with an even id like movies with an even id. */
public final class SmallDataset {
  public static final DatasetDescription DESCRIPTION = Descriptions.read("ml-1m");

  private SmallDataset() {}

  public static Dataset of(int users, int movies, int ratings, long seed) {
    return of(ratings(users, movies, ratings, seed), profiles(users), items(movies));
  }

  static Dataset of(
      List<Interaction> ratings,
      Map<String, Map<String, String>> profiles,
      Map<String, CatalogueItem> items) {
    return new Dataset(
        DESCRIPTION, "made up", new Timeline(DESCRIPTION).impressions(ratings), profiles, items);
  }

  static List<Interaction> ratings(int users, int movies, int ratings, long seed) {
    var random = new Random(seed);
    var list = new ArrayList<Interaction>();
    long second = 1_000_000;
    for (int r = 0; r < ratings; r++) {
      second += random.nextInt(3);
      int user = 1 + random.nextInt(users);
      int movie = 1 + random.nextInt(movies);
      int stars = user % 2 == movie % 2 ? 4 + random.nextInt(2) : 1 + random.nextInt(3);
      list.add(rating("" + user, "" + movie, stars, second));
    }
    return list;
  }

  static Interaction rating(String user, String movie, int stars, long second) {
    var candidate = new Candidate(movie, true, stars, stars > 3);
    return new Interaction(
        user, second * 1_000, null, Map.of(), candidate, new FilePosition("made up", "row", 0));
  }

  static Map<String, Map<String, String>> profiles(int users) {
    Map<String, Map<String, String>> profiles = new HashMap<>();
    for (int u = 1; u <= users; u++) {
      profiles.put(
          "" + u,
          Map.of(
              "gender",
              u % 2 == 0 ? "F" : "M",
              "age",
              "" + u % 7,
              "occupation",
              "1",
              "zip",
              "z" + u % 5));
    }
    return profiles;
  }

  static Map<String, CatalogueItem> items(int movies) {
    Map<String, CatalogueItem> items = new TreeMap<>();
    for (int m = 1; m <= movies; m++) {
      items.put(
          "" + m,
          new CatalogueItem(
              "" + m,
              "Movie " + m + " (1999)",
              List.of("Genre" + m % 4),
              Map.of("year", "1999"),
              ""));
    }
    return items;
  }
}
