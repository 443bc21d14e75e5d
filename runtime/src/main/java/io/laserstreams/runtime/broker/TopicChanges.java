package io.laserstreams.runtime.broker;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How topics have changed.
 *
 * @param missing topics that no longer exist
 * @param recreated topics with another id: deleted and recreated, without their records
 * @param partitions changed partition counts by topic, as {@code 2 -> 3}
 */
public record TopicChanges(
    Set<String> missing, Set<String> recreated, Map<String, String> partitions) {
  public TopicChanges {
    missing = new TreeSet<>(missing);
    recreated = new TreeSet<>(recreated);
    partitions = new TreeMap<>(partitions);
  }

  /** From {@code before} to {@code now}; topics only in {@code now} are no change. */
  public static TopicChanges between(Map<String, TopicShape> before, Map<String, TopicShape> now) {
    Set<String> missing = new TreeSet<>();
    Set<String> recreated = new TreeSet<>();
    Map<String, String> partitions = new TreeMap<>();
    before.forEach(
        (topic, old) -> {
          TopicShape current = now.get(topic);
          if (current == null) {
            missing.add(topic);
            return;
          }
          if (!current.id().equals(old.id())) {
            recreated.add(topic);
          }
          if (current.partitions() != old.partitions()) {
            partitions.put(topic, old.partitions() + " -> " + current.partitions());
          }
        });
    return new TopicChanges(missing, recreated, partitions);
  }
}
