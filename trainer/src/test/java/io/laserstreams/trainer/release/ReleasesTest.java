package io.laserstreams.trainer.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.BundleChunks.Entry;
import io.laserstreams.schema.release.ReleaseFacts;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReleasesTest {
  private static final TopicPartition MODELS = new TopicPartition("models", 0);
  private static final ReleaseFacts FACTS = new ReleaseFacts(Map.of("auc", 0.7), 1, 2);

  private final Schemas schemas = new OneSchema();
  private final AvroSerializer<ModelRelease> serializer = new AvroSerializer<>(schemas);
  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
  private final MockProducer<String, ModelRelease> producer = new MockProducer<>(true, null, new StringSerializer(), serializer);
  private final Releases releases = new Releases(
      new ReleaseLog(consumer, "models", new AvroDeserializer<>(schemas, ModelRelease.class)),
      new BundlePublisher(producer, "models", 100), 2);
  private long offset;

  @BeforeEach
  void follow() {
    consumer.updateBeginningOffsets(Map.of(MODELS, 0L));
    consumer.updateEndOffsets(Map.of(MODELS, 0L));
    releases.refresh();
  }

  @Test
  void shouldServeTheNewestCompleteReleaseWhoeverMadeIt() {
    write(BundleChunks.split("v1", new byte[] {1}, 100, FACTS));
    List<Entry> incomplete = BundleChunks.split("v2", new byte[] {2, 3}, 1, FACTS);
    write(incomplete.subList(1, incomplete.size()));
    releases.refresh();
    assertArrayEquals(new byte[] {1}, releases.servingBundle().orElseThrow().bytes());
    assertEquals(Optional.of("v1"), releases.newestVersion());
  }

  @Test
  void shouldPassOverWhatCannotBeRead() {
    consumer.addRecord(new ConsumerRecord<>("models", 0, offset++, "v0", new byte[] {7}));
    write(BundleChunks.split("v1", new byte[] {1}, 100, FACTS));
    releases.refresh();
    assertEquals("v1", releases.servingBundle().map(Assembled::version).orElseThrow());
  }

  @Test
  void shouldNotCompareWithABundleThatLiesElsewhere() {
    write(List.of(BundleChunks.link("v1", URI.create("https://models.example/v1"), 1, "abc", FACTS)));
    releases.refresh();
    assertEquals(Optional.empty(), releases.servingBundle());
    assertEquals(Optional.of("v1"), releases.newestVersion());
  }

  @Test
  void shouldRetireAllButTheReleasesToKeep() {
    for (String version : List.of("v1", "v2", "v3")) {
      releases.publish(version, new byte[150], FACTS);
      write(producer.history().stream().map(record -> new Entry(record.key(), record.value())).toList());
      producer.clear();
      releases.refresh();
    }
    releases.publish("v4", new byte[150], FACTS);
    assertEquals(List.of("v4/0", "v4/1", "v4", "v2", "v2/0", "v2/1"),
        producer.history().stream().map(ProducerRecord::key).toList());
  }

  private void write(List<Entry> entries) {
    for (Entry entry : entries) {
      consumer.addRecord(new ConsumerRecord<>("models", 0, offset++, entry.key(), serializer.serialize("models", entry.release())));
    }
    consumer.updateEndOffsets(Map.of(MODELS, offset));
  }

  private record OneSchema() implements Schemas {
    @Override
    public int id(String subject, Schema schema) {
      return 1;
    }

    @Override
    public Schema byId(int id) {
      return ModelRelease.SCHEMA$;
    }
  }
}
