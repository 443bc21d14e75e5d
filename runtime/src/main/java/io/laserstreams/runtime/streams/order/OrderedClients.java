package io.laserstreams.runtime.streams.order;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** The clients of another supplier, but that the main consumers keep the order between topics. */
public final class OrderedClients implements KafkaClientSupplier {
  private final KafkaClientSupplier clients;
  private final PendingPrerequisites lanes;
  private final OrderMetrics metrics;
  private final InstantSource clock;

  /**
   * @param clock milliseconds of the wall clock, for {@link PendingPrerequisites#settled}
   */
  public OrderedClients(
      KafkaClientSupplier clients,
      PendingPrerequisites lanes,
      MeterRegistry registry,
      InstantSource clock) {
    this.clients = requireNonNull(clients, "clients is null");
    this.lanes = requireNonNull(lanes, "lanes is null");
    this.metrics = new OrderMetrics(registry);
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return clients.getAdmin(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return clients.getProducer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return OrderedConsumer.around(
        clients.getConsumer(config),
        clients.getGlobalConsumer(withoutGroup(config)),
        lanes,
        metrics,
        clock);
  }

  private static Map<String, Object> withoutGroup(Map<String, Object> config) {
    Map<String, Object> own = new HashMap<>(config);
    own.keySet()
        .removeAll(
            Set.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG));
    own.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-ends");
    return own;
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return clients.getRestoreConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return clients.getGlobalConsumer(config);
  }
}
