package io.laserstreams.trainer.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.BundleAssembler;
import io.laserstreams.schema.release.ReleaseFacts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class BundlePublisherTest {
  private static final ReleaseFacts FACTS = new ReleaseFacts(Map.of("auc", 0.7), 1, 2);
  private static final byte[] BUNDLE = new byte[1_000];
  private static final Serializer<ModelRelease> AVRO = (topic, release) -> new byte[0];

  private final MockProducer<String, ModelRelease> producer =
      new MockProducer<>(true, null, new StringSerializer(), AVRO);

  @Test
  void shouldPublishChunksThenAnnouncementAndRetireOldReleasesInOneTransaction() {
    BundlePublisher publisher = new BundlePublisher(producer, "models", 400);
    PublishedRelease release =
        publisher.publish("v2", BUNDLE, FACTS, List.of(new PublishedRelease("v1", 1)));

    assertEquals(new PublishedRelease("v2", 3), release);
    assertEquals(1, producer.commitCount());
    assertEquals(
        List.of("v2/0", "v2/1", "v2/2", "v2", "v1", "v1/0"),
        producer.history().stream().map(ProducerRecord::key).toList());
    assertTrue(producer.history().stream().allMatch(record -> record.partition() == 0));
    assertNull(producer.history().get(4).value());
    BundleAssembler assembler = new BundleAssembler();
    Assembled last = null;
    for (ProducerRecord<String, ModelRelease> record : producer.history().subList(0, 4)) {
      last = assembler.add(record.key(), record.value());
    }
    assertArrayEquals(BUNDLE, assertInstanceOf(Assembled.Bundle.class, last).bytes());
  }

  @Test
  void shouldPublishNothingIfOneChunkFails() {
    FailingProducer failing = new FailingProducer(2);
    BundlePublisher publisher = new BundlePublisher(failing, "models", 400);
    ReleaseFailedException failure =
        assertThrows(
            ReleaseFailedException.class, () -> publisher.publish("v2", BUNDLE, FACTS, List.of()));
    assertTrue(failure.getMessage().contains("Nothing of v2"), failure.getMessage());
    assertTrue(failing.transactionAborted());
    assertFalse(failing.transactionCommitted());
    assertEquals(List.of(), failing.history());
  }

  @Test
  void shouldPublishAgainAfterAFailure() {
    FailingProducer failing = new FailingProducer(2);
    BundlePublisher publisher = new BundlePublisher(failing, "models", 400);
    assertThrows(
        ReleaseFailedException.class, () -> publisher.publish("v2", BUNDLE, FACTS, List.of()));
    publisher.publish("v3", BUNDLE, FACTS, List.of());
    assertEquals(
        List.of("v3/0", "v3/1", "v3/2", "v3"),
        failing.history().stream().map(ProducerRecord::key).toList());
  }

  @Test
  void shouldNotPublishAfterAnotherTrainerTookItsPlace() {
    BundlePublisher publisher = new BundlePublisher(producer, "models", 400);
    publisher.publish("v1", BUNDLE, FACTS, List.of());
    producer.clear();
    producer.fenceProducer();
    assertThrows(
        ProducerFencedException.class, () -> publisher.publish("v2", BUNDLE, FACTS, List.of()));
    assertEquals(List.of(), producer.history());
  }

  /** Fails the n-th record that is sent. */
  private static final class FailingProducer extends MockProducer<String, ModelRelease> {
    private int untilFailure;

    private FailingProducer(int untilFailure) {
      super(true, null, new StringSerializer(), AVRO);
      this.untilFailure = untilFailure;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, ModelRelease> record, Callback callback) {
      if (--untilFailure == 0) {
        throw new RecordTooLargeException("too large");
      }
      return super.send(record, callback);
    }
  }
}
