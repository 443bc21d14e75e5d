package io.laserstreams.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.CommonConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DeadLetters deadLetters =
      new DeadLetters("worker", "laser.dead-letters", producer, registry);

  @Test
  void shouldKeepBytesAndHeadersAndAddReasonAndOrigin() {
    ConsumerRecord<byte[], byte[]> bad = bad();

    var unused = deadLetters.send(bad, new BadRecordException("no-text", "Item i1 has no text"));

    ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
    ConsumerRecord<byte[], byte[]> read =
        new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
    sent.headers().forEach(read.headers()::add);
    DeadLetter letter = DeadLetter.read(read);
    assertEquals("laser.dead-letters", sent.topic());
    assertNull(sent.timestamp(), "the producer's clock, because the topic has time retention");
    assertArrayEquals(bad.key(), letter.key());
    assertArrayEquals(bad.value(), letter.value());
    assertEquals(
        List.of("worker", "no-text", "Item i1 has no text", "laser.items", 3, 42L),
        List.of(
            letter.app(),
            letter.reason(),
            letter.message(),
            letter.topic(),
            letter.partition(),
            letter.offset()));
    assertEquals(
        List.of("trace"), DeadLetter.originalHeaders(read).stream().map(Header::key).toList());
    assertEquals(
        1,
        registry
            .get(DeadLetterCounter.METRIC)
            .tags("reason", "no-text", "topic", "laser.items")
            .counter()
            .count());
  }

  @Test
  void shouldNeedNoBrokerBeforeTheFirstLetter() {
    AppConfig config =
        AppConfig.of(
            "worker",
            CommonConfig.definition(0),
            Map.of("bootstrap.servers", "no-such-host.invalid:9092"));

    DeadLetters opened = DeadLetters.open(config, registry);

    assertThrows(
        KafkaException.class,
        () -> opened.send(bad(), new BadRecordException("no-text", "Item i1 has no text")));
    opened.close();
  }

  @Test
  void shouldReportWhetherTheLetterWasWritten() {
    CompletableFuture<RecordMetadata> written =
        deadLetters.send(bad(), new BadRecordException("a", "a"));
    CompletableFuture<RecordMetadata> lost =
        deadLetters.send(bad(), new BadRecordException("b", "b"));

    producer.completeNext();
    producer.errorNext(new IllegalStateException("gone"));

    assertEquals("laser.dead-letters", written.join().topic());
    assertThrows(CompletionException.class, lost::join);
  }

  @Test
  void shouldReplaceTheHeadersOfAReplayedLetterThatIsBadAgain() {
    ConsumerRecord<byte[], byte[]> replayed = bad();
    replayed.headers().add(DeadLetter.REASON_HEADER, "earlier".getBytes(UTF_8));

    var unused = deadLetters.send(replayed, new BadRecordException("later", "again"));

    List<String> reasons = new ArrayList<>();
    producer
        .history()
        .get(0)
        .headers()
        .headers(DeadLetter.REASON_HEADER)
        .forEach(h -> reasons.add(new String(h.value(), UTF_8)));
    assertEquals(List.of("later"), reasons);
  }

  @Test
  void shouldReadALetterOfAnotherSystem() {
    DeadLetter letter = DeadLetter.read(new ConsumerRecord<>("t", 0, 0, null, new byte[] {1}));

    assertEquals(
        new DeadLetter("unknown", "unknown", null, null, -1, -1, null, letter.value()), letter);
    assertEquals(1, letter.value().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "x", "1.0", "99999999999999999999", "null"})
  void shouldReadALetterWithMalformedNumbers(String text) {
    ConsumerRecord<byte[], byte[]> record = bad();
    record
        .headers()
        .add(DeadLetter.PARTITION_HEADER, text.getBytes(UTF_8))
        .add(DeadLetter.OFFSET_HEADER, text.getBytes(UTF_8));

    DeadLetter letter = DeadLetter.read(record);

    assertEquals(List.of(-1, -1L), List.of(letter.partition(), letter.offset()));
  }

  private static ConsumerRecord<byte[], byte[]> bad() {
    ConsumerRecord<byte[], byte[]> bad =
        new ConsumerRecord<>("laser.items", 3, 42, "i1".getBytes(UTF_8), new byte[] {1, 2});
    bad.headers().add("trace", "t".getBytes(UTF_8));
    return bad;
  }
}
