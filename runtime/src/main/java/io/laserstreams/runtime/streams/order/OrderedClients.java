package io.laserstreams.runtime.streams.order;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's clients as Kafka Streams makes them itself, but that the main consumers keep the order between topics. */
public final class OrderedClients implements KafkaClientSupplier {
  private final Lanes lanes;
  private final OrderMetrics metrics;
  private final InstantSource clock;

  /** @param clock milliseconds of the wall clock, for {@link Lanes#settled} */
  public OrderedClients(Lanes lanes, MeterRegistry registry, InstantSource clock) {
    this.lanes = requireNonNull(lanes, "lanes is null");
    this.metrics = new OrderMetrics(registry);
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return OrderedConsumer.around(plain(config), lanes, metrics, clock);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return plain(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return plain(config);
  }

  private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
