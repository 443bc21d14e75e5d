package io.laserstreams.trainer.release;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.BundleChunks.Entry;
import io.laserstreams.schema.release.ReleaseFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes releases to the models topic. A release and the tombstones of those that it retires are
 * one transaction: a read_committed reader sees all of it or nothing. The transactional id is the
 * same in every instance, so a trainer that lost the lease without noticing cannot publish any
 * more. Not thread-safe.
 */
public final class BundlePublisher implements AutoCloseable {
  private static final int ONLY_PARTITION = 0;

  private final Producer<String, ModelRelease> producer;
  private final String topic;
  private final int chunkBytes;
  private boolean initialised;

  /**
   * @param producer with a transactional id; closed by this publisher
   */
  public BundlePublisher(Producer<String, ModelRelease> producer, String topic, int chunkBytes) {
    this.producer = requireNonNull(producer, "producer is null");
    this.topic = requireNonNull(topic, "topic is null");
    this.chunkBytes = chunkBytes;
  }

  /**
   * Publishes a bundle and retires older ones.
   *
   * @throws ReleaseFailedException if the transaction was aborted; the release can be tried again
   * @throws KafkaException if this producer is fenced or broken and must be replaced
   */
  public PublishedRelease publish(
      String version, byte[] bundle, ReleaseFacts facts, List<PublishedRelease> retired) {
    List<Entry> entries = new ArrayList<>(BundleChunks.split(version, bundle, chunkBytes, facts));
    PublishedRelease release = new PublishedRelease(version, entries.size() - 1);
    retired.forEach(old -> entries.addAll(BundleChunks.tombstones(old.version(), old.chunks())));
    write(version, entries);
    return release;
  }

  /**
   * Makes this the only publisher with its transactional id: others are fenced, and what they have
   * begun is aborted. Otherwise the first write does it.
   */
  public void claim() {
    if (!initialised) {
      producer.initTransactions();
      initialised = true;
    }
  }

  /**
   * Writes records in one transaction.
   *
   * @param version what they are about, for messages
   * @throws ReleaseFailedException if the transaction was aborted
   * @throws KafkaException if this producer is fenced or broken and must be replaced
   */
  public void write(String version, List<Entry> entries) {
    claim();
    producer.beginTransaction();
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Entry entry : entries) {
        sent.add(
            producer.send(
                new ProducerRecord<>(topic, ONLY_PARTITION, entry.key(), entry.release())));
      }
      producer.flush();
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    } catch (InterruptedException e) {
      producer.abortTransaction();
      Thread.currentThread().interrupt();
      throw new ReleaseFailedException(
          "Interrupted while publishing " + version + " to " + topic, e);
    } catch (KafkaException | ExecutionException e) {
      producer.abortTransaction();
      throw new ReleaseFailedException(
          "Nothing of " + version + " was published to " + topic + ": " + e.getMessage(), e);
    }
    producer.commitTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}
