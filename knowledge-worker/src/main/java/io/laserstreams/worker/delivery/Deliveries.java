package io.laserstreams.worker.delivery;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.broker.BrokerFeatures;
import io.laserstreams.runtime.broker.LostRecords;
import io.laserstreams.worker.metrics.WorkerMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Opens deliveries, each with its own consumer.
 *
 * @param properties of the consumers, apart from those that acknowledging needs
 * @param group id of the share group; a consumer group's id ends with {@link #CONSUMERS_SUFFIX}
 * @param batch requests that one delivery fetches at a time
 * @param scheduler one for all deliveries of a process
 * @param lost is notified of requests that were deleted before a consumer group delivered them; a
 *     share group does not report such requests
 */
public record Deliveries(
    Map<String, Object> properties,
    String topic,
    String group,
    int batch,
    RequestScheduler scheduler,
    LostRecords lost,
    WorkerMetrics metrics) {
  /** Share groups and consumer groups share one name space, and a group cannot change its type. */
  public static final String CONSUMERS_SUFFIX = "-consumers";

  private static final String METADATA = "metadata.version";

  /** Kafka 4.2: renewal of locks (KIP-1222) and a strict limit on fetched records (KIP-1206). */
  private static final short FIRST_WITH_RENEWAL = 28;

  public Deliveries {
    properties = Map.copyOf(properties);
    requireNonNull(topic, "topic is null");
    requireNonNull(group, "group is null");
    requireNonNull(scheduler, "scheduler is null");
    requireNonNull(lost, "lost is null");
    requireNonNull(metrics, "metrics is null");
  }

  /** Whether the brokers have all features of share groups that a delivery uses. */
  public static boolean sharingIsPossible(BrokerFeatures features) {
    return features.supportsShareGroups()
        && features.levels().getOrDefault(METADATA, (short) 0) >= FIRST_WITH_RENEWAL;
  }

  public Delivery share(Delivery.Work work, BooleanSupplier closing) {
    Map<String, Object> own = common(group);
    own.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    own.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    return new ShareGroupDelivery(
        new KafkaShareConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        topic,
        work,
        scheduler,
        closing,
        metrics);
  }

  /**
   * @param fromBeginning whether to read the topic from its beginning, whatever the group has
   *     committed, because the topic was recreated
   */
  public Delivery consume(Delivery.Work work, boolean fromBeginning, BooleanSupplier closing) {
    Map<String, Object> own = common(group + CONSUMERS_SUFFIX);
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // Lost requests are counted first.
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new ConsumerGroupDelivery(
        new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        topic,
        fromBeginning,
        work,
        scheduler,
        closing,
        lost,
        metrics);
  }

  private Map<String, Object> common(String groupId) {
    Map<String, Object> own = new HashMap<>(properties);
    own.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
    return own;
  }
}
