package io.laserstreams.runtime.streams;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetters;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Translates an app's configuration into that of Kafka Streams; the app's own keys override what is
 * passed through.
 */
final class StreamsProperties {
  private static final int HEARTBEATS_PER_SESSION = 3;

  /** Instead of Kafka Streams' 100 ms, which an output would wait for outside of transactions. */
  private static final int LINGER_MS = 5;

  /** Under load five milliseconds' records of a partition are more than Kafka's 16 KiB. */
  private static final int BATCH_BYTES = 64 << 10;

  /**
   * Until the first retry; Kafka's clients double it at each further one. A transaction that starts
   * before the markers of the last one are written is retried, which Kafka's 100 ms would delay.
   */
  private static final long RETRY_BACKOFF_MS = 5;

  private StreamsProperties() {}

  static Map<String, Object> from(AppConfig config) {
    Map<String, Object> properties = config.clients().streams();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    properties.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        config.getString(StreamsKeys.PROCESSING_GUARANTEE));
    properties.put(
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.getLong(StreamsKeys.COMMIT_INTERVAL_MS));
    properties.put(
        StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.getInt(StreamsKeys.NUM_STREAM_THREADS));
    properties.put(
        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.getInt(StreamsKeys.NUM_STANDBY_REPLICAS));
    properties.put(
        StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, config.getLong(StreamsKeys.MAX_TASK_IDLE_MS));
    properties.put(
        StreamsConfig.REPLICATION_FACTOR_CONFIG, config.getInt(StreamsKeys.REPLICATION_FACTOR));
    // Bytes in and out unless a source or sink says otherwise.
    properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    properties.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        DeadLetters.MAX_LETTER_BYTES);
    ofProducers(properties, ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    ofProducers(properties, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    ofProducers(properties, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
    // Under the streams protocol the brokers decide.
    if (!"streams".equals(properties.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      int session = config.getInt(StreamsKeys.SESSION_TIMEOUT_MS);
      properties.putIfAbsent(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
      properties.putIfAbsent(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
          session / HEARTBEATS_PER_SESSION);
    }
    properties.putIfAbsent(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    config
        .instanceId()
        .ifPresent(
            id ->
                properties.put(
                    StreamsConfig.consumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG),
                    id));
    return properties;
  }

  /** A default, unless the property is passed through to producers or to every client. */
  private static void ofProducers(Map<String, Object> properties, String name, Object value) {
    if (!properties.containsKey(name)) {
      properties.putIfAbsent(StreamsConfig.producerPrefix(name), value);
    }
  }
}
