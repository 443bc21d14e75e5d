package io.laserstreams.runtime.streams;

import java.util.Map;

/**
 * How many partitions each topic has. Made empty by the app, given to its processors, and filled by
 * {@link StreamsRunner} from the cluster before the topology starts. Thread-safe.
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
   * @throws IllegalStateException where the topic is not known (yet)
   */
  public int of(String topic) {
    Integer count = counts.get(topic);
    if (count == null) {
      throw new IllegalStateException(
          "Number of partitions of " + topic + " is not known; known: " + counts);
    }
    return count;
  }

  void set(Map<String, Integer> latest) {
    counts = Map.copyOf(latest);
  }
}
