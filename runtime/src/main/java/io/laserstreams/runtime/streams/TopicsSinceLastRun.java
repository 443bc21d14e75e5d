package io.laserstreams.runtime.streams;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * What became of an app's topics since it last worked with them.
 *
 * @param lostChangelogs changelogs that are gone, whether or not others of the same name are there:
 *     the state in them is lost
 * @param madeAgain other topics that were deleted and made again
 * @param staleState whether the stores in the local folder are a copy of changelogs that are no
 *     more
 */
record TopicsSinceLastRun(Set<String> lostChangelogs, Set<String> madeAgain, boolean staleState) {
  TopicsSinceLastRun {
    lostChangelogs = new TreeSet<>(lostChangelogs);
    madeAgain = new TreeSet<>(madeAgain);
  }

  /**
   * Compares what is remembered with what is there. Where only the local folder remembers, and none
   * of its topics is there any more, the cluster is another one, and nothing was lost in it.
   * Sources that were made again are told by the common memory alone: the local folder may be older
   * than what other instances have read since.
   *
   * @param remembered by all instances together, empty where it is not known
   * @param local what the local folder is a copy of, empty where it is not known
   * @param now ids of the topics that exist
   */
  static TopicsSinceLastRun of(
      Map<String, Uuid> remembered,
      Map<String, Uuid> local,
      Map<String, Uuid> now,
      Set<String> changelogs) {
    boolean sameCluster =
        local.entrySet().stream()
            .anyMatch(topic -> topic.getValue().equals(now.get(topic.getKey())));
    Map<String, Uuid> before = remembered.isEmpty() && sameCluster ? local : remembered;
    Set<String> lost = changed(before, now);
    lost.retainAll(changelogs);
    Set<String> madeAgain = changed(remembered, now);
    madeAgain.removeAll(changelogs);
    madeAgain.retainAll(now.keySet());
    boolean stale = changed(local, now).stream().anyMatch(changelogs::contains);
    return new TopicsSinceLastRun(lost, madeAgain, stale);
  }

  private static Set<String> changed(Map<String, Uuid> before, Map<String, Uuid> now) {
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.removeIf(topic -> before.get(topic).equals(now.get(topic)));
    return changed;
  }
}
