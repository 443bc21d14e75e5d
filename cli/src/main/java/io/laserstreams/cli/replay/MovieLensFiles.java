package io.laserstreams.cli.replay;

import io.laserstreams.cli.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The three raw files of MovieLens-1M, {@code ::} between the columns. */
final class MovieLensFiles {
  private static final String SEPARATOR = "::";

  private final Path directory;

  MovieLensFiles(Path directory) {
    this.directory = directory;
  }

  record Rating(int user, int movie, int stars, long second) {}

  record User(int id, String gender, String age, String occupation, String zip) {}

  /** @param year of release, from the end of the title; empty where there is none */
  record Movie(int id, String title, String year, List<String> genres) {}

  List<Rating> ratings() {
    return read("ratings.dat", StandardCharsets.US_ASCII, column -> new Rating(Integer.parseInt(column[0]),
        Integer.parseInt(column[1]), Integer.parseInt(column[2]), Long.parseLong(column[3])));
  }

  List<User> users() {
    return read("users.dat", StandardCharsets.US_ASCII,
        column -> new User(Integer.parseInt(column[0]), column[1], column[2], column[3], column[4]));
  }

  List<Movie> movies() {
    return read("movies.dat", StandardCharsets.ISO_8859_1,
        column -> new Movie(Integer.parseInt(column[0]), column[1], year(column[1]), List.of(column[2].split("\\|"))));
  }

  private <T> List<T> read(String name, Charset charset, Function<String[], T> row) {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new UserException("There is no " + name + " in " + directory.toAbsolutePath().normalize()
          + ". Name the folder with MovieLens-1M's ratings.dat, users.dat and movies.dat with --data.");
    }
    try (Stream<String> lines = Files.lines(file, charset)) {
      return lines.map(line -> parse(file, line, row)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static <T> T parse(Path file, String line, Function<String[], T> row) {
    try {
      return row.apply(line.split(SEPARATOR));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UserException("Not a line of MovieLens-1M in " + file + ": " + line, e);
    }
  }

  private static String year(String title) {
    int open = title.lastIndexOf('(');
    int close = title.lastIndexOf(')');
    return open >= 0 && close == open + 5 ? title.substring(open + 1, close) : "";
  }
}
