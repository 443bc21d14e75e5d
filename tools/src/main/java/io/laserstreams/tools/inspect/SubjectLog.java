package io.laserstreams.tools.inspect;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The committed records with one key. Of each topic only the partition of the key is read, from its
 * beginning to the end that it has at the start; only records with the key are decoded.
 */
final class SubjectLog {
  private final AppConfig config;
  private final String id;
  private final Set<String> visited = new TreeSet<>();

  SubjectLog(AppConfig config, String id) {
    this.config = requireNonNull(config, "config is null");
    this.id = requireNonNull(id, "id is null");
  }

  /** A dead letter and its record. */
  record Stored(ConsumerRecord<String, byte[]> record, DeadLetter letter) {}

  /** Passes on the readable records, a tombstone as null; the apps dead-letter all others. */
  <T extends SpecificRecord> void forEach(
      Topic topic, Class<T> type, BiConsumer<ConsumerRecord<String, byte[]>, @Nullable T> visitor) {
    read(
        topic,
        (reader, received) -> {
          @Nullable T value;
          try {
            value = reader.value(received, type);
          } catch (UnreadableRecordException e) {
            return;
          }
          visitor.accept(received.record(), value);
        });
  }

  List<Stored> deadLetters() {
    List<Stored> letters = new ArrayList<>();
    read(
        Topic.DEAD_LETTERS,
        (reader, received) ->
            letters.add(
                new Stored(
                    received.record(),
                    DeadLetter.read(
                        received.record().headers(), null, received.record().value()))));
    return letters;
  }

  /** Whether the topic has a record with the key. */
  boolean has(Topic topic) {
    boolean[] found = {false};
    read(topic, (reader, received) -> found[0] = true);
    return found[0];
  }

  /** What a letter's request or answer is about; empty if it is neither, or cannot be read. */
  Optional<SubjectKind> about(DeadLetter letter) {
    String topic = letter.topic();
    byte[] value = letter.value();
    if (topic == null || value == null) {
      return Optional.empty();
    }
    try {
      if (topic.equals(config.topic(Topic.KNOWLEDGE_REQUESTS))) {
        return Optional.of(decode(KnowledgeRequest.class, topic, value).getSubjectKind());
      }
      if (topic.equals(config.topic(Topic.KNOWLEDGE_ANSWERS))) {
        return Optional.of(decode(KnowledgeAnswer.class, topic, value).getSubjectKind());
      }
    } catch (UnreadableRecordException e) {
      // Whatever it is about: it cannot be read.
    }
    return Optional.empty();
  }

  private <T extends SpecificRecord> T decode(Class<T> type, String topic, byte[] value) {
    return requireNonNull(
        new AvroDeserializer<>(config.schemas(), type).deserialize(topic, value), "tombstone");
  }

  /** The partitions that were read, in words. */
  String visited() {
    return String.join(", ", visited);
  }

  private void read(Topic topic, BiConsumer<RecordReader, Received> visitor) {
    try (RecordReader reader = RecordReader.ofKey(config, topic, id)) {
      visited.add(reader.partitions());
      reader.forEachToEnd(
          received -> {
            if (id.equals(received.record().key())) {
              visitor.accept(reader, received);
            }
          });
    }
  }
}
