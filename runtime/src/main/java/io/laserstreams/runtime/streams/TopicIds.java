package io.laserstreams.runtime.streams;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * Ids of the app's topics as they are now, by which a processor notices that a topic that it wrote
 * was deleted and made again. Made empty by the app, given to its processors, and filled by {@link
 * StreamsRunner} before the topology starts. Thread-safe.
 */
public final class TopicIds {
  private volatile Map<String, Uuid> ids;

  public TopicIds() {
    this(Map.of());
  }

  /** Fixed ids, for tests. */
  public TopicIds(Map<String, Uuid> ids) {
    this.ids = Map.copyOf(ids);
  }

  /** The topic's id; empty where it is not known. */
  public Optional<Uuid> of(String topic) {
    return Optional.ofNullable(ids.get(topic));
  }

  void set(Map<String, Uuid> latest) {
    ids = Map.copyOf(latest);
  }
}
