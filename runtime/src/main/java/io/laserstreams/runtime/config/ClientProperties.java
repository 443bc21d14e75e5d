package io.laserstreams.runtime.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Properties of Kafka's clients. Keys that start with {@code kafka.} go to every client without the
 * prefix, those with {@code kafka.consumer.}, {@code kafka.producer.}, {@code kafka.admin.} and
 * {@code kafka.streams.} to that kind only, where they win over the general ones.
 */
public final class ClientProperties {
  public static final String PREFIX = "kafka.";
  static final String CONSUMER = "consumer.";
  static final String PRODUCER = "producer.";
  static final String ADMIN = "admin.";
  static final String STREAMS = "streams.";
  private static final List<String> KINDS = List.of(CONSUMER, PRODUCER, ADMIN, STREAMS);

  private final Map<String, Object> passedThrough;
  private final List<String> bootstrapServers;

  private ClientProperties(Map<String, Object> passedThrough, List<String> bootstrapServers) {
    this.passedThrough = passedThrough;
    this.bootstrapServers = bootstrapServers;
  }

  static ClientProperties from(Map<String, ?> properties, List<String> bootstrapServers) {
    Map<String, Object> passed = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            passed.put(key.substring(PREFIX.length()), value);
          }
        });
    passed.keySet().forEach(PassThroughNames::warnIfUnknown);
    return new ClientProperties(Map.copyOf(passed), List.copyOf(bootstrapServers));
  }

  /** The passed-through properties, without {@link #PREFIX}. */
  Map<String, Object> passedThrough() {
    return passedThrough;
  }

  /** The key in the configuration file that sets a property of a kind of client. */
  String keyOf(String kind, String property) {
    return PREFIX + (passedThrough.containsKey(kind + property) ? kind + property : property);
  }

  /** Mutable copy for a consumer. */
  public Map<String, Object> consumer() {
    return of(CONSUMER);
  }

  /** Mutable copy for a producer. */
  public Map<String, Object> producer() {
    return of(PRODUCER);
  }

  /** Mutable copy for an admin client. */
  public Map<String, Object> admin() {
    return of(ADMIN);
  }

  /** Mutable copy for Kafka Streams, whose clients get theirs under Streams' own prefixes. */
  public Map<String, Object> streams() {
    Map<String, Object> properties = of(STREAMS);
    passedThrough.forEach(
        (key, value) -> {
          if (key.startsWith(CONSUMER) || key.startsWith(PRODUCER) || key.startsWith(ADMIN)) {
            properties.putIfAbsent(key, value);
          }
        });
    return properties;
  }

  private Map<String, Object> of(String kind) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", bootstrapServers));
    passedThrough.forEach(
        (key, value) -> {
          if (KINDS.stream().noneMatch(key::startsWith)) {
            properties.put(key, value);
          }
        });
    passedThrough.forEach(
        (key, value) -> {
          if (key.startsWith(kind)) {
            properties.put(key.substring(kind.length()), value);
          }
        });
    return properties;
  }
}
