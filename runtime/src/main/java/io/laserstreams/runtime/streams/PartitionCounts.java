package io.laserstreams.runtime.streams;

import java.util.Map;

/**
 * The number of partitions of each topic. Created empty by the app, passed to its processors, and
 * filled by {@link StreamsRunner} from the cluster before the topology starts. Thread-safe.
 */
public final class PartitionCounts {
  private volatile Map<String, Integer> counts;

  public PartitionCounts() {
    this(Map.of());
  }

  /** Fixed counts, for tests. */
  public PartitionCounts(Map<String, Integer> counts) {
    this.counts = Map.copyOf(counts);
  }

  /**
   * @throws IllegalStateException if the topic is not known (yet)
   */
  public int of(String topic) {
    Integer count = counts.get(topic);
    if (count == null) {
      throw new IllegalStateException(
          "The number of partitions of " + topic + " is not known; known: " + counts);
    }
    return count;
  }

  void set(Map<String, Integer> latest) {
    counts = Map.copyOf(latest);
  }
}
