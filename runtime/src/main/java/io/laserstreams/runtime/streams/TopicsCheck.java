package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;

/**
 * Checks the cluster's topics against a topology before it starts: every topic exists, topics that
 * share a state store have the same number of partitions, and so have the changelogs of earlier
 * runs. Kafka Streams itself detects some of this, late and without saying what to do.
 */
final class TopicsCheck {
  private final String applicationId;
  private final TopologyDescription topology;
  private final String deadLetters;

  TopicsCheck(String applicationId, TopologyDescription topology, String deadLetters) {
    this.applicationId = requireNonNull(applicationId, "applicationId is null");
    this.topology = requireNonNull(topology, "topology is null");
    this.deadLetters = requireNonNull(deadLetters, "deadLetters is null");
  }

  /**
   * Topics that the topology does not create itself: what it reads and writes, and the dead
   * letters.
   */
  Set<String> required() {
    Set<String> topics = sources();
    topics.addAll(sinks());
    topics.add(deadLetters);
    return topics;
  }

  /** Topics that the topology reads and does not create itself. */
  Set<String> sources() {
    Set<String> topics = new TreeSet<>();
    topology.subtopologies().forEach(part -> topics.addAll(sources(part)));
    topology.globalStores().forEach(global -> topics.addAll(global.source().topicSet()));
    topics.removeIf(TopicsCheck::internal);
    return topics;
  }

  /** Topics that the topology writes and does not create itself. */
  Set<String> sinks() {
    return topology.subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .filter(Sink.class::isInstance)
        .map(node -> ((Sink) node).topic())
        .filter(topic -> topic != null && !internal(topic))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  String deadLetters() {
    return deadLetters;
  }

  /** Changelogs that earlier runs may have left. */
  Set<String> changelogs() {
    return topology.subtopologies().stream()
        .flatMap(part -> stores(part).stream())
        .map(this::changelog)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Why the topology cannot run on these topics, in words; empty if it can.
   *
   * @param partitions number of partitions by existing topic
   */
  Optional<String> contradiction(Map<String, Integer> partitions) {
    List<String> found = new ArrayList<>();
    for (Subtopology part : topology.subtopologies()) {
      Set<String> stores = stores(part);
      if (stores.isEmpty()) {
        continue;
      }
      Map<String, Integer> counts = new TreeMap<>();
      sources(part).stream()
          .filter(topic -> !internal(topic))
          .forEach(topic -> counts.put(topic, partitions.get(topic)));
      if (new TreeSet<>(counts.values()).size() > 1) {
        found.add(
            "topics that share the state "
                + stores
                + " have different numbers of partitions: "
                + counts);
      } else if (!counts.isEmpty()) {
        int count = counts.values().iterator().next();
        stores.forEach(
            store -> changed(store, count, counts.keySet(), partitions).ifPresent(found::add));
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Changed partition count: "
                + String.join("; ", found)
                + ". Keys are now on other partitions than their state. See 'Changed partition"
                + " count' in docs/operations.md");
  }

  private Optional<String> changed(
      String store, int count, Set<String> sources, Map<String, Integer> partitions) {
    Integer existing = partitions.get(changelog(store));
    return existing == null || existing == count
        ? Optional.empty()
        : Optional.of(
            changelog(store)
                + " has "
                + existing
                + " partitions, but "
                + sources
                + " have "
                + count);
  }

  private String changelog(String store) {
    return applicationId + "-" + store + "-changelog";
  }

  private static Set<String> stores(Subtopology part) {
    return part.nodes().stream()
        .filter(Processor.class::isInstance)
        .flatMap(node -> ((Processor) node).stores().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> sources(Subtopology part) {
    Set<String> topics = new TreeSet<>();
    part.nodes().stream()
        .filter(Source.class::isInstance)
        .map(node -> ((Source) node).topicSet())
        .filter(set -> set != null)
        .forEach(topics::addAll);
    return topics;
  }

  private static boolean internal(String topic) {
    return topic.endsWith("-repartition") || topic.endsWith("-changelog");
  }
}
