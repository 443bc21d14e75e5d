package io.laserstreams.cluster;

/**
 * A Kafka cluster and a Schema Registry that live until {@link #close}. Addresses and data survive
 * a stop and a start.
 */
public interface Cluster extends AutoCloseable {
  /** Addresses for {@code bootstrap.servers}. */
  String bootstrapServers();

  /** Base URL of the registry's Confluent API, for {@code schema.registry.url}. */
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
