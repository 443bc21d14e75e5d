package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A topic on a cluster.
 *
 * @param name on the cluster
 * @param entry its entry in the catalogue; empty for any other topic, such as a changelog
 */
record TailedTopic(String name, Optional<Topic> entry) {
  TailedTopic {
    requireNonNull(name, "name is null");
    requireNonNull(entry, "entry is null");
  }

  /**
   * Finds a topic by its name in the catalogue or its whole name.
   *
   * @param existing the cluster's topics
   * @throws UserException listing what there is, if no topic has this name
   */
  static TailedTopic find(String name, String prefix, Collection<String> existing) {
    Optional<TailedTopic> found =
        Stream.of(
                inCatalogue(topic -> topic.baseName().equals(name), prefix).stream(),
                inCatalogue(topic -> topic.on(prefix).equals(name), prefix).stream(),
                Stream.of(new TailedTopic(name, Optional.empty())))
            .flatMap(candidates -> candidates)
            .filter(candidate -> existing.contains(candidate.name()))
            .findFirst();
    return found.orElseThrow(() -> missing(name, prefix, existing));
  }

  /** The catalogue's entry of a whole name. */
  static Optional<Topic> entry(String name, String prefix) {
    return inCatalogue(topic -> topic.on(prefix).equals(name), prefix).flatMap(TailedTopic::entry);
  }

  private static Optional<TailedTopic> inCatalogue(Predicate<Topic> wanted, String prefix) {
    return Stream.of(Topic.values())
        .filter(wanted)
        .findFirst()
        .map(topic -> new TailedTopic(topic.on(prefix), Optional.of(topic)));
  }

  private static UserException missing(String name, String prefix, Collection<String> existing) {
    String own =
        Stream.of(Topic.values())
            .filter(topic -> existing.contains(topic.on(prefix)))
            .map(Topic::baseName)
            .collect(Collectors.joining(", "));
    Collection<String> others = new TreeSet<>(existing);
    Stream.of(Topic.values()).map(topic -> topic.on(prefix)).forEach(others::remove);
    others.removeIf(topic -> topic.startsWith("__"));
    return new UserException(
        "There is no topic '"
            + name
            + "' on this cluster. With the prefix '"
            + prefix
            + "' there are: "
            + (own.isEmpty() ? "none (check --prefix, or run: laser topics apply)" : own)
            + (others.isEmpty() ? "" : ". By their whole names: " + String.join(", ", others)));
  }
}
