package io.laserstreams.tools.tail;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.serde.RegistrySchemas;
import io.laserstreams.tools.client.Brokers;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Prints the records of a topic, one line of JSON each: those of a partition in their order, those
 * of several as they come. Belongs to no consumer group and commits nothing.
 */
public final class Tail {
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(5);

  /** How soon partitions that are added, and topics that are deleted, are noticed. */
  private static final int METADATA_AGE_MS = 10_000;

  private final TailOptions options;
  private final AppConfig config;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * @param out takes the records
   * @param err takes remarks for people
   */
  public Tail(TailOptions options, PrintWriter out, PrintWriter err) {
    this.options = requireNonNull(options, "options is null");
    this.config = options.cluster().read();
    this.out = requireNonNull(out, "out is null");
    this.err = requireNonNull(err, "err is null");
  }

  /**
   * Returns once the limit is reached, nobody reads the output any more, or, unless it follows, the
   * end that the topic had at the start is.
   *
   * @throws UserException if the brokers do not answer, there is no such topic, or no record of it
   *     can pass the filter
   */
  public void run() {
    Brokers.require(config);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TailedTopic topic =
          TailedTopic.find(options.topic(), config.topicPrefix(), consumer.listTopics().keySet());
      RecordView view =
          new RecordView(
              topic,
              config.topicPrefix(),
              options.filter(),
              RegistrySchemas.lookingUp(config.schemaRegistryUrl(), REGISTRY_PATIENCE));
      LinePrinter lines = new LinePrinter(out, options.limit());
      new TopicFollower(consumer, topic.name(), view, lines, err)
          .run(options.start(), options.follow());
    }
  }

  private Map<String, Object> consumerProperties() {
    Map<String, Object> properties = new HashMap<>(config.clients().consumer());
    properties.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        options.committed() ? "read_committed" : "read_uncommitted");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MS);
    return properties;
  }
}
