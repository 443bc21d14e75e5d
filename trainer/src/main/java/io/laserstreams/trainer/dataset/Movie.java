package io.laserstreams.trainer.dataset;

import java.util.List;

/**
 * One movie.
 *
 * @param movieId its id
 * @param title its title, the year in parentheses
 * @param year of release, empty where the title has none
 * @param genres at least one
 */
public record Movie(String movieId, String title, String year, List<String> genres) {
  public Movie {
    genres = List.copyOf(genres);
  }
}
