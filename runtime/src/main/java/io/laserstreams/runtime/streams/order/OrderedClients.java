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

/** The clients of another supplier, whose main consumers keep the order between topics. */
public final class OrderedClients implements KafkaClientSupplier {
  private final KafkaClientSupplier clients;
  private final PendingPrerequisites pending;
  private final OrderMetrics metrics;
  private final InstantSource clock;

  /**
   * @param clock the wall clock, for {@link PendingPrerequisites#processedUntil}
   */
  public OrderedClients(
      KafkaClientSupplier clients,
      PendingPrerequisites pending,
      MeterRegistry registry,
      InstantSource clock) {
    this.clients = requireNonNull(clients, "clients is null");
    this.pending = requireNonNull(pending, "pending is null");
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
        pending,
        metrics,
        clock);
  }

  private static Map<String, Object> withoutGroup(Map<String, Object> config) {
    Map<String, Object> groupless = new HashMap<>(config);
    groupless
        .keySet()
        .removeAll(
            Set.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG));
    groupless.computeIfPresent(ConsumerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-ends");
    return groupless;
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
