package io.laserstreams.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes a dataset with slates for measurements under load: some users of MovieLens-1M, each of
 * their ratings in a slate with drawn films that were shown and not rated. {@code plays.csv} has a
 * row for each candidate; {@code slates.yaml} describes it.
 */
public final class RatingsAsSlates {
  private static final long SEED = 1;
  private static final int MIN_RATINGS = 300;
  private static final int MAX_RATINGS = 360;
  private static final String SEPARATOR = "::";

  private record Rating(String user, String movie, String stars, long second) {
    private static Rating of(String line) {
      String[] parts = line.split(SEPARATOR, -1);
      return new Rating(parts[0], parts[1], parts[2], Long.parseLong(parts[3]));
    }
  }

  private RatingsAsSlates() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 4) {
      System.err.println("usage: benchmarks/run --slates ML_1M_DIR OUT_DIR CANDIDATES SLATES");
      System.exit(2);
    }
    Path from = Path.of(args[0]);
    Path to = Files.createDirectories(Path.of(args[1]));
    for (String file : List.of("movies.dat", "users.dat")) {
      Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.copy(
        from.resolve("text/item-knowledge.deepseek-chat.json"),
        to.resolve("item-knowledge.json"),
        StandardCopyOption.REPLACE_EXISTING);
    try (InputStream description =
        requireNonNull(
            RatingsAsSlates.class.getResourceAsStream("slates.yaml"), "slates.yaml is missing")) {
      Files.copy(description, to.resolve("slates.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }
    write(from, to.resolve("plays.csv"), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
  }

  private static void write(Path from, Path plays, int candidates, int slates) throws IOException {
    List<String> movies =
        Files.readAllLines(from.resolve("movies.dat"), ISO_8859_1).stream()
            .map(line -> line.split(SEPARATOR, -1)[0])
            .toList();
    var random = new Random(SEED);
    int screen = 0;
    try (BufferedWriter out = Files.newBufferedWriter(plays)) {
      out.write("user,movie,stars,second,screen\n");
      for (List<Rating> ofUser : byUser(from)) {
        if (screen >= slates) {
          break;
        }
        for (Rating rating : ofUser) {
          screen++;
          for (String movie : slate(rating.movie, candidates, movies, random)) {
            String stars = movie.equals(rating.movie) ? rating.stars : "";
            out.write(
                "%s,%s,%s,%d,%d%n".formatted(rating.user, movie, stars, rating.second, screen));
          }
        }
      }
    }
  }

  /** The ratings, in order, of users with neither few nor very many. */
  private static List<List<Rating>> byUser(Path from) throws IOException {
    Map<String, List<Rating>> byUser = new LinkedHashMap<>();
    for (String line : Files.readAllLines(from.resolve("ratings.dat"), US_ASCII)) {
      Rating rating = Rating.of(line);
      byUser.computeIfAbsent(rating.user, user -> new ArrayList<>()).add(rating);
    }
    byUser
        .values()
        .removeIf(ratings -> ratings.size() < MIN_RATINGS || ratings.size() > MAX_RATINGS);
    byUser.values().forEach(ratings -> ratings.sort(comparingLong(Rating::second)));
    return List.copyOf(byUser.values());
  }

  private static Set<String> slate(
      String movie, int candidates, List<String> movies, Random random) {
    Set<String> slate = new LinkedHashSet<>();
    int at = random.nextInt(candidates);
    while (slate.size() < candidates) {
      String drawn = slate.size() == at ? movie : movies.get(random.nextInt(movies.size()));
      if (slate.size() == at || !drawn.equals(movie)) {
        slate.add(drawn);
      }
    }
    return slate;
  }
}
