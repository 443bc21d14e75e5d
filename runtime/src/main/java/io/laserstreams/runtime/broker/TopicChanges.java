package io.laserstreams.runtime.broker;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How topics differ from what they were.
 *
 * @param missing no longer there
 * @param madeAgain there under another id: deleted and made again, without what they held
 * @param partitions by topic, numbers of partitions as {@code 2 -> 3}
 */
public record TopicChanges(
    Set<String> missing, Set<String> madeAgain, Map<String, String> partitions) {
  public TopicChanges {
    missing = new TreeSet<>(missing);
    madeAgain = new TreeSet<>(madeAgain);
    partitions = new TreeMap<>(partitions);
  }

  /** From {@code before} to {@code now}; topics that are only in {@code now} are no change. */
  public static TopicChanges between(Map<String, TopicShape> before, Map<String, TopicShape> now) {
    Set<String> missing = new TreeSet<>();
    Set<String> madeAgain = new TreeSet<>();
    Map<String, String> partitions = new TreeMap<>();
    before.forEach(
        (topic, was) -> {
          TopicShape is = now.get(topic);
          if (is == null) {
            missing.add(topic);
            return;
          }
          if (!is.id().equals(was.id())) {
            madeAgain.add(topic);
          }
          if (is.partitions() != was.partitions()) {
            partitions.put(topic, was.partitions() + " -> " + is.partitions());
          }
        });
    return new TopicChanges(missing, madeAgain, partitions);
  }
}
