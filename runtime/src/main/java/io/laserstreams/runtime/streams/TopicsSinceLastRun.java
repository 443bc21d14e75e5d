package io.laserstreams.runtime.streams;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * How an app's topics have changed since its last run.
 *
 * @param lostChangelogs changelogs that were deleted, whether or not recreated: the state in them
 *     is lost
 * @param recreated other topics that were deleted and recreated
 * @param staleState whether the stores in the local folder are a copy of deleted changelogs
 */
record TopicsSinceLastRun(Set<String> lostChangelogs, Set<String> recreated, boolean staleState) {
  TopicsSinceLastRun {
    lostChangelogs = new TreeSet<>(lostChangelogs);
    recreated = new TreeSet<>(recreated);
  }

  /**
   * Compares the known ids with the existing ones. If only the local folder has ids, and none of
   * its topics exists any more, the cluster is another one, and nothing was lost in it. Only the
   * shared ids show that sources were recreated: the local folder may be older than what other
   * instances have read since.
   *
   * @param shared ids known to all instances, empty if absent
   * @param local ids of the topics that the local folder is a copy of, empty if absent
   * @param now ids of the existing topics
   */
  static TopicsSinceLastRun of(
      Map<String, Uuid> shared,
      Map<String, Uuid> local,
      Map<String, Uuid> now,
      Set<String> changelogs) {
    boolean sameCluster =
        local.entrySet().stream()
            .anyMatch(topic -> topic.getValue().equals(now.get(topic.getKey())));
    Map<String, Uuid> before = shared.isEmpty() && sameCluster ? local : shared;
    Set<String> lost = changed(before, now);
    lost.retainAll(changelogs);
    Set<String> recreated = changed(shared, now);
    recreated.removeAll(changelogs);
    recreated.retainAll(now.keySet());
    boolean stale = changed(local, now).stream().anyMatch(changelogs::contains);
    return new TopicsSinceLastRun(lost, recreated, stale);
  }

  private static Set<String> changed(Map<String, Uuid> before, Map<String, Uuid> now) {
    Set<String> changed = new TreeSet<>();
    before.forEach(
        (topic, id) -> {
          if (!id.equals(now.get(topic))) {
            changed.add(topic);
          }
        });
    return changed;
  }
}
