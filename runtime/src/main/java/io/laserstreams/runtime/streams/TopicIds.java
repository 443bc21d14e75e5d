package io.laserstreams.runtime.streams;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * Current ids of the app's topics, by which a processor notices that a topic that it wrote was
 * deleted and recreated. Created empty by the app, passed to its processors, and filled by {@link
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

  /** The topic's id; empty if unknown. */
  public Optional<Uuid> of(String topic) {
    return Optional.ofNullable(ids.get(topic));
  }

  void set(Map<String, Uuid> latest) {
    ids = Map.copyOf(latest);
  }
}
