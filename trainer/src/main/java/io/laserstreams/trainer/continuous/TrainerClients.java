package io.laserstreams.trainer.continuous;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.trainer.release.BundlePublisher;
import io.laserstreams.trainer.release.ReleaseLog;
import io.laserstreams.trainer.release.Releases;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Creates the trainer's Kafka clients, each for one purpose. */
final class TrainerClients {
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final int HEARTBEAT_INTERVAL_MS = 2_000;

  private final AppConfig config;
  private final Schemas schemas;

  TrainerClients(AppConfig config, Schemas schemas) {
    this.config = requireNonNull(config, "config is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  /** Reads samples by assignment; its positions are in the checkpoints. */
  Consumer<byte[], byte[]> samples() {
    Map<String, Object> properties = withoutGroup("samples");
    // SampleSource counts deleted records before it moves on.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * A member of the trainers' group, see {@link TrainerLease}. By default another member takes the
   * place of a dead one after ten seconds.
   */
  Consumer<byte[], byte[]> member() {
    Map<String, Object> properties = config.clients().consumer();
    properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_INTERVAL_MS);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.applicationId());
    config
        .instanceId()
        .ifPresent(id -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-lease");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // With an eager assignor, a trainer that joins to stand by would revoke the lease of the one
    // that
    // trains for a moment.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Releases releases(int kept, int chunkBytes) {
    String topic = config.topic(Topic.MODELS);
    ReleaseLog releaseLog =
        new ReleaseLog(
            new KafkaConsumer<>(
                withoutGroup("models"), new StringDeserializer(), new ByteArrayDeserializer()),
            topic,
            new AvroDeserializer<>(schemas, ModelRelease.class));
    Map<String, Object> properties = config.clients().producer();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-releases");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.applicationId() + "-releases");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    BundlePublisher publisher =
        new BundlePublisher(
            new KafkaProducer<>(properties, new StringSerializer(), new AvroSerializer<>(schemas)),
            topic,
            chunkBytes);
    return new Releases(releaseLog, publisher, config.applicationId(), kept);
  }

  private Map<String, Object> withoutGroup(String purpose) {
    Map<String, Object> properties = config.clients().consumer();
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-" + purpose);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return properties;
  }
}
