package io.laserstreams.runtime.streams;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.TopicPartitions;
import io.laserstreams.runtime.config.AppConfig;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;

/** Notices when a topic's number of partitions changes under a running topology, whose state then lies on the wrong ones. */
final class PartitionWatch {
  private final AppConfig config;
  private final Set<String> topics;

  PartitionWatch(AppConfig config, Set<String> topics) {
    this.config = requireNonNull(config, "config is null");
    this.topics = Set.copyOf(topics);
  }

  /** Waits until an existing topic has another number of partitions than before; says which. Interrupting ends the wait. */
  String awaitChange(Map<String, Integer> before) throws InterruptedException {
    try (Admin admin = Admin.create(config.clients().admin())) {
      while (true) {
        Thread.sleep(config.getLong(StreamsKeys.PARTITIONS_CHECK_MS));
        try {
          Map<String, String> changed = new TreeMap<>();
          TopicPartitions.of(admin, topics).forEach((topic, now) -> {
            if (!now.equals(before.get(topic))) {
              changed.put(topic, before.get(topic) + " -> " + now);
            }
          });
          if (!changed.isEmpty()) {
            return changed.toString();
          }
        } catch (RetriableException e) {
          // The brokers do not answer: the stream threads say so.
        }
      }
    }
  }
}
