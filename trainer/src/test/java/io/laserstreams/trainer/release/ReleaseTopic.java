package io.laserstreams.trainer.release;

import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.release.BundleChunks.Entry;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.testsupport.InMemorySchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** The models topic in memory; published records reach its readers once they are delivered. */
public final class ReleaseTopic {
  private static final TopicPartition MODELS = new TopicPartition("models", 0);
  private static final int CHUNK_BYTES = 100_000;

  private final Schemas schemas = new InMemorySchemas();
  private final AvroSerializer<ModelRelease> serializer = new AvroSerializer<>(schemas);
  private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
  private MockProducer<String, ModelRelease> producer;
  private MockConsumer<String, byte[]> consumer;

  /** A trainer's view of the topic, read from the topic's start; it replaces the one before. */
  public Releases open(int kept, int chunkBytes) {
    producer = new MockProducer<>(true, null, new StringSerializer(), serializer);
    consumer = new MockConsumer<>("earliest");
    consumer.updateBeginningOffsets(Map.of(MODELS, 0L));
    consumer.updateEndOffsets(Map.of(MODELS, 0L));
    Releases releases =
        new Releases(
            new ReleaseLog(consumer, "models", new AvroDeserializer<>(schemas, ModelRelease.class)),
            new BundlePublisher(producer, "models", chunkBytes),
            "test-trainer",
            kept);
    releases.refresh();
    log.forEach(consumer::addRecord);
    consumer.updateEndOffsets(Map.of(MODELS, (long) log.size()));
    return releases;
  }

  public Releases open() {
    return open(2, CHUNK_BYTES);
  }

  /** Delivers what was published since the last time; returns the keys of those records. */
  public List<String> deliver() {
    List<Entry> published =
        producer.history().stream().map(record -> new Entry(record.key(), record.value())).toList();
    List<String> keys = producer.history().stream().map(ProducerRecord::key).toList();
    producer.clear();
    write(published);
    return keys;
  }

  /** Writes records as another program does. */
  public void write(List<Entry> entries) {
    entries.forEach(
        entry -> writeBytes(entry.key(), serializer.serialize("models", entry.release())));
  }

  public void writeBytes(String key, byte[] value) {
    log.add(new ConsumerRecord<>("models", 0, log.size(), key, value));
    if (!consumer.closed()) {
      consumer.addRecord(log.get(log.size() - 1));
      consumer.updateEndOffsets(Map.of(MODELS, (long) log.size()));
    }
  }
}
