package io.laserstreams.tools.backfill;

import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.tools.client.RecordPosition;
import io.laserstreams.tools.client.RecordReader;
import io.laserstreams.tools.client.RecordReader.Received;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Interactions that were published before, by an interrupted backfill or by producers. */
final class PublishedInteractions {
  private PublishedInteractions() {}

  /**
   * Ids of the interactions that their topic still has; unreadable records have none.
   *
   * @param refused records that scoring refused: they do not count, as it may accept them next time
   */
  static Set<String> ids(AppConfig config, RefusedRecords refused) {
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
            if (record.value() != null && !refused.contains(RecordPosition.of(record))) {
              id(reader, received).ifPresent(ids::add);
            }
          });
    }
    return ids;
  }

  private static Optional<String> id(RecordReader reader, Received received) {
    try {
      return Optional.of(reader.requiredValue(received, Interaction.class).getInteractionId());
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }
}
