package io.laserstreams.testsupport;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * A topology without a broker: records of the catalogue's topics in and out, on partition 0 and on
 * a clock that only the test moves.
 */
public final class TopologyBench implements AutoCloseable {
  private final Schemas schemas;
  private final String topicPrefix;
  private final ManualClock clock;
  private final TopologyTestDriver driver;

  /**
   * @param properties of the Streams app
   * @param schemas that the topology uses
   * @param topicPrefix what the names of the topology's topics start with
   * @param clock of the topology; advanced by this bench only
   */
  public TopologyBench(
      Topology topology,
      Properties properties,
      Schemas schemas,
      String topicPrefix,
      ManualClock clock) {
    this.schemas = schemas;
    this.topicPrefix = topicPrefix;
    this.clock = clock;
    this.driver = new TopologyTestDriver(topology, properties, clock.instant());
  }

  public TopologyTestDriver driver() {
    return driver;
  }

  public void send(Topic topic, @Nullable String key, SpecificRecord value) {
    sendBytes(topic, key, bytes(topic, value));
  }

  /** The record as a producer writes it. */
  public byte[] bytes(Topic topic, SpecificRecord value) {
    return requireNonNull(new AvroSerializer<>(schemas).serialize(topic.on(topicPrefix), value));
  }

  public void sendBytes(Topic topic, @Nullable String key, byte @Nullable [] value) {
    driver
        .createInputTopic(topic.on(topicPrefix), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, clock.instant()));
  }

  /** The records written to the topic since the last call. */
  public <T extends SpecificRecord> List<TestRecord<String, T>> records(
      Topic topic, Class<T> type) {
    return records(topic, new AvroDeserializer<>(schemas, type));
  }

  /** The values written to the topic since the last call. */
  public <T extends SpecificRecord> List<T> values(Topic topic, Class<T> type) {
    return records(topic, type).stream().map(TestRecord::value).toList();
  }

  /** The dead letters since the last call. */
  public List<TestRecord<String, byte[]>> deadLetters() {
    return records(Topic.DEAD_LETTERS, new ByteArrayDeserializer());
  }

  /** The header of each dead letter since the last call. */
  public List<String> deadLetterHeaders(String name) {
    return deadLetters().stream().map(letter -> header(letter, name)).toList();
  }

  /** A header's text. */
  public static String header(TestRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private <T> List<TestRecord<String, T>> records(Topic topic, Deserializer<T> values) {
    String name = topic.on(topicPrefix);
    // The driver refuses topics that are not sinks, such as that of dead letters, until they exist.
    return driver.producedTopicNames().contains(name)
        ? driver.createOutputTopic(name, new StringDeserializer(), values).readRecordsToList()
        : List.of();
  }

  /** Advances the clock, and runs what the topology has scheduled meanwhile. */
  public void advance(Duration time) {
    clock.advance(time);
    driver.advanceWallClockTime(time);
  }

  @Override
  public void close() {
    driver.close();
  }
}
