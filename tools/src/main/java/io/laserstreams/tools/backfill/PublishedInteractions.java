package io.laserstreams.tools.backfill;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What has been published before, by a backfill that was cut off or by producers. */
final class PublishedInteractions {
  private PublishedInteractions() {}

  /**
   * Ids of the interactions that their topic still has; of a record that cannot be read nobody
   * knows it.
   *
   * @param refusals what scoring refused does not count: it may be let in the next time
   */
  static Set<String> ids(AppConfig config, RefusedRecords refusals) {
    Set<String> ids = new HashSet<>();
    try (RecordReader reader =
        new RecordReader(
            config.clients().consumer(),
            config.schemas(),
            config.topicPrefix(),
            Set.of(Topic.INTERACTIONS))) {
      reader.forEachToEnd(
          received -> {
            ConsumerRecord<String, byte[]> record = received.record();
            if (record.value() != null
                && !refusals.contains(record.topic(), record.partition(), record.offset())) {
              id(reader, received).ifPresent(ids::add);
            }
          });
    }
    return ids;
  }

  private static Optional<String> id(RecordReader reader, Received received) {
    try {
      return Optional.of(reader.value(received, Interaction.class).getInteractionId());
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }
}
