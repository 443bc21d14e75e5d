package io.laserstreams.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UnsupportedBrokerException;
import java.util.Map;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;

class BrokerFeaturesTest {
  @Test
  void shouldKnowTheReleaseOfEachMetadataVersion() {
    for (MetadataVersion version : MetadataVersion.VERSIONS) {
      String release =
          new BrokerFeatures(Map.of("metadata.version", version.featureLevel())).release();
      assertTrue(
          version.version().startsWith(release.substring(0, 3)), version + " is called " + release);
    }
  }

  @Test
  void shouldRefuseOldClustersAndNameTheRequiredRelease() {
    BrokerFeatures old =
        new BrokerFeatures(Map.of("metadata.version", MetadataVersion.IBP_3_6_IV2.featureLevel()));

    UnsupportedBrokerException e =
        assertThrows(UnsupportedBrokerException.class, old::requireSupported);

    assertTrue(
        e.getMessage()
            .startsWith(
                "The cluster's release is 3.6; Laser Streams needs brokers on KRaft of release 3.7"
                    + " or newer"),
        e.getMessage());
    assertDoesNotThrow(
        () ->
            new BrokerFeatures(
                    Map.of("metadata.version", MetadataVersion.IBP_3_7_IV4.featureLevel()))
                .requireSupported());
  }

  @Test
  void shouldRefuseAClusterWithoutMetadataVersion() {
    BrokerFeatures zooKeeper = new BrokerFeatures(Map.of());

    assertThrows(UnsupportedBrokerException.class, zooKeeper::requireSupported);
    assertEquals("unknown (no metadata.version, perhaps on ZooKeeper)", zooKeeper.release());
  }

  @Test
  void shouldDetectShareGroupsByTheirFinalizedLevel() {
    assertFalse(new BrokerFeatures(Map.of("share.version", (short) 0)).supportsShareGroups());
    assertFalse(new BrokerFeatures(Map.of()).supportsShareGroups());
    assertTrue(new BrokerFeatures(Map.of("share.version", (short) 1)).supportsShareGroups());
  }
}
