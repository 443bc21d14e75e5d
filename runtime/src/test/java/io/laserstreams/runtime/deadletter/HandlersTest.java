package io.laserstreams.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.streams.SizeLimit;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.runtime.streams.StreamsRunner;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlersTest {
  private static final byte[] KEY = "ann".getBytes(UTF_8);
  private static final Instant LONG_AGO = Instant.ofEpochMilli(946_684_800_000L);

  @TempDir private Path dir;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private TopologyTestDriver driver;

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void shouldDeadLetterUnreadableBytesAndContinue() {
    open(
        reading(
            bytes -> {
              if (bytes[0] == 'x') {
                throw new UnreadableRecordException("Not a record: x");
              }
              return new String(bytes, UTF_8);
            }),
        text -> text);

    pipe("x-rated");
    pipe("fine");

    assertEquals(List.of("fine"), outputs());
    assertLetter("x-rated", "unreadable", "Not a record: x", UnreadableRecordException.class);
  }

  @Test
  void shouldDeadLetterWhatAProcessorRefusesAndContinue() {
    open(
        new StringDeserializer(),
        text -> {
          if (text.startsWith("bad")) {
            throw new BadRecordException("empty-slate", "Slate of impression i-1 is empty");
          }
          return text;
        });

    pipe("bad one");
    pipe("fine");

    assertEquals(List.of("fine"), outputs());
    assertLetter(
        "bad one", "empty-slate", "Slate of impression i-1 is empty", BadRecordException.class);
  }

  @Test
  void shouldDeadLetterWhatAProcessorCannotDecode() {
    open(
        new StringDeserializer(),
        text -> {
          throw new UnreadableRecordException("Not Avro");
        });

    pipe("?");

    assertLetter("?", "unreadable", "Not Avro", UnreadableRecordException.class);
  }

  @Test
  void shouldDeadLetterTheSourceOfAnOutputThatIsTooLarge() {
    open(new StringDeserializer(), text -> text.repeat(100));

    pipe("0123456789");

    assertEquals(1, letters().size());
    assertEquals(1, count("too-large"));
  }

  @Test
  void shouldFailOnABugInAProcessor() {
    open(
        new StringDeserializer(),
        text -> {
          throw new IllegalStateException("bug");
        });

    assertThrows(StreamsException.class, () -> pipe("any"));
    assertEquals(List.of(), letters());
  }

  @Test
  void shouldFailIfTheRegistryDoesNotAnswerWhetherReadingOrProcessing() {
    open(
        reading(
            bytes -> {
              throw new RegistryUnavailableException("no registry", null);
            }),
        text -> text);
    assertThrows(StreamsException.class, () -> pipe("any"));
    assertEquals(List.of(), letters());
    driver.close();

    open(
        new StringDeserializer(),
        text -> {
          throw new RegistryUnavailableException("no registry", null);
        });
    assertThrows(StreamsException.class, () -> pipe("any"));
    assertEquals(List.of(), letters());
  }

  private void assertLetter(String value, String reason, String message, Class<?> exception) {
    List<TestRecord<byte[], byte[]>> letters = letters();
    assertEquals(1, letters.size());
    TestRecord<byte[], byte[]> letter = letters.get(0);
    DeadLetter read =
        DeadLetter.read(
            new ConsumerRecord<>(
                "d",
                0,
                0,
                0,
                null,
                0,
                0,
                letter.key(),
                letter.value(),
                letter.headers(),
                Optional.empty()));
    assertEquals(reason, read.reason());
    assertEquals(message, read.message());
    assertEquals("scoring", read.app());
    assertEquals("laser.impressions", read.topic());
    assertEquals(0, read.partition());
    assertEquals(0, read.offset());
    assertArrayEquals(KEY, read.key());
    assertEquals(value, new String(read.value(), UTF_8));
    assertEquals(exception.getName(), text(letter, DeadLetter.EXCEPTION_HEADER));
    assertTrue(text(letter, DeadLetter.STACK_TRACE_HEADER).contains("HandlersTest"));
    assertEquals("yes", text(letter, "sender"));
    assertTrue(
        letter.timestamp() == null || letter.timestamp() > LONG_AGO.toEpochMilli(),
        "the wall clock's time, not the record's");
    assertEquals(1, count(reason));
  }

  private double count(String reason) {
    return registry
        .get(DeadLetterCounter.METRIC)
        .tags("app", "scoring", "topic", "laser.impressions", "reason", reason)
        .counter()
        .count();
  }

  private static String text(TestRecord<byte[], byte[]> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), UTF_8);
  }

  private List<String> outputs() {
    return driver
        .createOutputTopic("laser.scores", new ByteArrayDeserializer(), new StringDeserializer())
        .readValuesToList();
  }

  private List<TestRecord<byte[], byte[]>> letters() {
    TestOutputTopic<byte[], byte[]> topic =
        driver.createOutputTopic(
            "laser.dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return topic.readRecordsToList();
  }

  private void pipe(String value) {
    driver
        .createInputTopic("laser.impressions", new ByteArraySerializer(), new StringSerializer())
        .pipeInput(
            new TestRecord<>(
                KEY, value, new RecordHeaders().add("sender", "yes".getBytes(UTF_8)), LONG_AGO));
  }

  private void open(Deserializer<String> deserializer, Function<String, String> logic) {
    AppConfig config =
        AppConfig.of(
            "scoring",
            StreamsKeys.define(CommonConfig.definition(0)),
            Map.of("state.dir", dir.toString(), "max.record.bytes", "100"));
    Topology topology =
        new Topology()
            .addSource("in", new ByteArrayDeserializer(), deserializer, "laser.impressions")
            .addProcessor("logic", () -> new Logic(logic), "in")
            .addSink(
                "out",
                "laser.scores",
                new ByteArraySerializer(),
                SizeLimit.on(new StringSerializer(), config),
                "logic");
    driver = new TopologyTestDriver(topology, StreamsRunner.testProperties(config, registry));
  }

  private static Deserializer<String> reading(Function<byte[], String> decode) {
    return (topic, bytes) -> decode.apply(bytes);
  }

  private static final class Logic extends ContextualProcessor<byte[], String, byte[], String> {
    private final Function<String, String> logic;

    Logic(Function<String, String> logic) {
      this.logic = logic;
    }

    @Override
    public void process(Record<byte[], String> record) {
      context().forward(record.withValue(logic.apply(record.value())));
    }
  }
}
