package io.laserstreams.scoring.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.runtime.streams.TopicIds;
import io.laserstreams.runtime.streams.commit.IdleCommits;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.scoring.config.ScoringSettings;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.scoring.model.ModelSlot;
import io.laserstreams.scoring.support.MapItems;
import io.laserstreams.testsupport.InMemorySchemas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologySnapshotTest {
  /**
   * Another topology finds other stores and changelogs after an upgrade: change the snapshot only
   * together with a migration.
   */
  @Test
  void shouldBeTheTopologyOfRunningInstances() throws IOException {
    ScoringSettings settings = ScoringConfig.read(Map.of());
    ModelSlot models = new ModelSlot();
    MapItems items = new MapItems();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    String topology =
        ScoringTopology.build(
                settings,
                new InMemorySchemas(),
                models,
                items,
                new FeatureEngine(settings.features().state(), items, models, registry),
                new PartitionCounts(),
                new TopicIds(),
                registry,
                ScoringTopology.prerequisites(
                    settings, new InMemorySchemas(), InstantSource.system()),
                new IdleCommits(Duration.ZERO, () -> 0))
            .describe()
            .toString();
    try (InputStream snapshot = TopologySnapshotTest.class.getResourceAsStream("/topology.txt")) {
      assertEquals(new String(snapshot.readAllBytes(), StandardCharsets.UTF_8), topology);
    }
  }
}
