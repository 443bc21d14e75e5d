package io.laserstreams.trainer.dataset;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * MovieLens-1M from its raw files.
 *
 * @param ratings in the order of second, user number, movie number
 * @param profiles profile fields by user id: gender, age, occupation, zip
 * @param movies by movie id
 */
public record MovieLens(List<Rating> ratings, Map<String, Map<String, String>> profiles, Map<String, Movie> movies) {
  public static final String ID = "ml-1m";
  public static final List<String> USER_FIELDS = List.of("gender", "age", "occupation", "zip");
  private static final String SEPARATOR = "::";

  /**
   * Reads {@code ratings.dat}, {@code users.dat} and {@code movies.dat}.
   *
   * @throws InvalidDatasetException if a file is missing or a line cannot be read
   */
  public static MovieLens read(Path folder) {
    var ratings = new ArrayList<Rating>();
    Map<String, String> ids = new HashMap<>();
    read(
        folder.resolve("ratings.dat"),
        StandardCharsets.US_ASCII,
        4,
        line -> ratings.add(new Rating(id(line[0], ids), id(line[1], ids), stars(line[2]), Long.parseLong(line[3]))));
    ratings.sort(
        Comparator.comparingLong(Rating::second)
            .thenComparingInt(rating -> Integer.parseInt(rating.userId()))
            .thenComparingInt(rating -> Integer.parseInt(rating.itemId())));

    Map<String, Map<String, String>> profiles = new LinkedHashMap<>();
    read(
        folder.resolve("users.dat"),
        StandardCharsets.US_ASCII,
        5,
        line -> profiles.put(id(line[0], ids), Map.copyOf(profile(line))));

    Map<String, Movie> movies = new LinkedHashMap<>();
    read(
        folder.resolve("movies.dat"),
        StandardCharsets.ISO_8859_1,
        3,
        line -> movies.put(id(line[0], ids), new Movie(line[0], line[1], year(line[1]), List.of(line[2].split("\\|")))));
    return new MovieLens(List.copyOf(ratings), profiles, movies);
  }

  private interface Line {
    void accept(String[] columns);
  }

  private static void read(Path file, Charset charset, int columns, Line line) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDatasetException(
          "there is no " + file + ": name the folder with MovieLens-1M's ratings.dat, users.dat and movies.dat");
    }
    int number = 0;
    try (var reader = Files.newBufferedReader(file, charset)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != columns) {
          throw new IllegalArgumentException("%d columns instead of %d".formatted(parts.length, columns));
        }
        line.accept(parts);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidDatasetException("%s, line %d: %s".formatted(file, Math.max(1, number), e.getMessage()), e);
    }
  }

  /** One object for each id, of which there are a million mentions. */
  private static String id(String text, Map<String, String> ids) {
    return ids.computeIfAbsent(text, number -> Integer.toString(Integer.parseInt(number)));
  }

  private static int stars(String text) {
    int stars = Integer.parseInt(text);
    if (stars < 1 || stars > 5) {
      throw new IllegalArgumentException(stars + " stars");
    }
    return stars;
  }

  private static Map<String, String> profile(String[] line) {
    var profile = new TreeMap<String, String>();
    for (int i = 0; i < USER_FIELDS.size(); i++) {
      profile.put(USER_FIELDS.get(i), line[i + 1]);
    }
    return profile;
  }

  private static String year(String title) {
    int open = title.lastIndexOf('(');
    return open >= 0 && title.length() == open + 6 && title.endsWith(")") ? title.substring(open + 1, open + 5) : "";
  }
}
