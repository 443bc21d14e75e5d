package io.laserstreams.cluster;

/**
 * A Kafka cluster and a Schema Registry that were started for somebody and go away with {@link
 * #close}. Addresses stay the same over a stop and a start, and what was stored is still there.
 */
public interface Cluster extends AutoCloseable {
  /** Addresses for {@code bootstrap.servers}. */
  String bootstrapServers();

  /** Base of the registry's Confluent API, for {@code schema.registry.url}. */
  String registryUrl();

  void stopBroker();

  /** Starts the broker after {@link #stopBroker} and returns when it serves again. */
  void startBroker();

  void stopRegistry();

  /** Starts the registry after {@link #stopRegistry} and returns when it serves again. */
  void startRegistry();

  @Override
  void close();
}
