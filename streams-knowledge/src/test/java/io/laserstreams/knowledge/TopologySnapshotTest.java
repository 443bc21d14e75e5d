package io.laserstreams.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.taste.ItemVectors;
import io.laserstreams.runtime.streams.PartitionCounts;
import io.laserstreams.testsupport.InMemorySchemas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopologySnapshotTest {
  /**
   * Another topology finds other stores and changelogs after an upgrade: change the snapshot only
   * together with a migration.
   */
  @Test
  void shouldBeTheTopologyOfRunningInstances() throws IOException {
    String topology =
        KnowledgeTopology.of(
                KnowledgeConfig.read(Map.of()),
                new InMemorySchemas(),
                new PartitionCounts(),
                id -> Optional.empty(),
                ItemVectors.NONE,
                new KnowledgeMetrics(new SimpleMeterRegistry(), InstantSource.system()))
            .describe()
            .toString();
    assertEquals(snapshot(), topology);
  }

  private static String snapshot() throws IOException {
    try (InputStream in = TopologySnapshotTest.class.getResourceAsStream("/topology.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
