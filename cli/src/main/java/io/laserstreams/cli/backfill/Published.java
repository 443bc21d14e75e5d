package io.laserstreams.cli.backfill;

import io.laserstreams.cli.client.RecordReader;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.Topic;
import java.util.HashSet;
import java.util.Set;

/** What has been published before, by a backfill that was cut off or by producers. */
final class Published {
  private Published() {}

  /** Ids of the interactions that their topic still has; of a record that cannot be read nobody knows it. */
  static Set<String> ids(AppConfig config) {
    Set<String> ids = new HashSet<>();
    try (RecordReader reader =
        new RecordReader(config.clients().consumer(), config.schemas(), config.topicPrefix(), Set.of(Topic.INTERACTIONS))) {
      reader.forEachReadable(Interaction.class, (key, interaction) -> {
        if (interaction != null) {
          ids.add(interaction.getInteractionId());
        }
      });
    }
    return ids;
  }
}
