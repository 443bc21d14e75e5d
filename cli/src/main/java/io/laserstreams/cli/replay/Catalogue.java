package io.laserstreams.cli.replay;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.laserstreams.cli.UserException;
import io.laserstreams.cli.client.RecordPublisher;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Users and items of MovieLens-1M in our terms, true since 1970. */
final class Catalogue {
  private static final long ALWAYS = 0;

  private final List<MovieLensFiles.User> users;
  private final List<MovieLensFiles.Movie> movies;

  Catalogue(List<MovieLensFiles.User> users, List<MovieLensFiles.Movie> movies) {
    this.users = requireNonNull(users, "users is null");
    this.movies = requireNonNull(movies, "movies is null");
  }

  void publish(RecordPublisher publisher) {
    for (MovieLensFiles.User user : users) {
      String id = Integer.toString(user.id());
      publisher.send(Topic.USERS, id, User.newBuilder().setUserId(id).setUpdatedAt(ALWAYS).setFields(
          Map.of("gender", user.gender(), "age", user.age(), "occupation", user.occupation(), "zip", user.zip())).build());
    }
    for (MovieLensFiles.Movie movie : movies) {
      String id = Integer.toString(movie.id());
      publisher.send(Topic.ITEMS, id, Item.newBuilder().setItemId(id).setTitle(movie.title()).setCategories(movie.genres())
          .setFields(Map.of("year", movie.year())).setUpdatedAt(ALWAYS).build());
    }
    publisher.flush();
  }

  int users() {
    return users.size();
  }

  int items() {
    return movies.size();
  }

  /** Ids of the items about which the file has a text. */
  Set<String> itemsIn(Path texts) {
    try {
      Map<String, String> known = new ObjectMapper().readValue(texts.toFile(), new TypeReference<Map<String, String>>() {});
      return movies.stream().map(movie -> Integer.toString(movie.id())).filter(id -> !known.getOrDefault(id, "").isBlank())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UserException("The model uses item knowledge, but " + texts + " cannot be read as JSON of item id to text: "
          + e.getMessage(), e);
    }
  }
}
