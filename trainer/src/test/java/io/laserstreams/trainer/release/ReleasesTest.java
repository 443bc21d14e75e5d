package io.laserstreams.trainer.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.release.Assembled;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.BundleChunks.Entry;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.schema.release.ReleaseFacts;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleasesTest {
  private static final ReleaseFacts FACTS = new ReleaseFacts(Map.of("auc", 0.7), 1, 2);

  private final ReleaseTopic topic = new ReleaseTopic();
  private final Releases releases = topic.open(2, 100);

  @Test
  void shouldServeTheNewestCompleteReleaseWhoeverPublishedIt() {
    topic.write(BundleChunks.split("v1", new byte[] {1}, 100, FACTS));
    List<Entry> incomplete = BundleChunks.split("v2", new byte[] {2, 3}, 1, FACTS);
    topic.write(incomplete.subList(1, incomplete.size()));
    releases.refresh();
    assertArrayEquals(new byte[] {1}, releases.servingBundle().orElseThrow().bytes());
    assertEquals(Optional.of("v1"), releases.newestVersion());
  }

  @Test
  void shouldSkipUnreadableRecords() {
    topic.writeBytes("v0", new byte[] {7});
    topic.write(BundleChunks.split("v1", new byte[] {1}, 100, FACTS));
    releases.refresh();
    assertEquals("v1", releases.servingBundle().map(Assembled::version).orElseThrow());
  }

  @Test
  void shouldNotCompareWithABundleThatLiesElsewhere() {
    topic.write(
        List.of(BundleChunks.link("v1", URI.create("https://models.example/v1"), 1, "abc", FACTS)));
    releases.refresh();
    assertEquals(Optional.empty(), releases.servingBundle());
    assertEquals(Optional.of("v1"), releases.newestVersion());
  }

  @Test
  void shouldRetireAllButTheReleasesToKeep() {
    for (String version : List.of("v1", "v2", "v3")) {
      releases.publish(version, new byte[150], FACTS);
      topic.deliver();
      releases.refresh();
    }
    releases.publish("v4", new byte[150], FACTS);
    assertEquals(List.of("v4/0", "v4/1", "v4", "v2", "v2/0", "v2/1"), topic.deliver());
  }

  @Test
  void shouldCompareWithTheReleaseThatAnOperatorHoldsAndKeepIt() {
    for (String version : List.of("v1", "v2")) {
      releases.publish(version, new byte[] {(byte) version.charAt(1)}, FACTS);
      topic.deliver();
    }
    topic.write(
        List.of(
            ReleaseChoice.NEWEST
                .rollBack(List.of("v1", "v2"), "ann", Instant.EPOCH)
                .orElseThrow()
                .entry()));
    topic.write(BundleChunks.split("v1", new byte[] {'1'}, 100, FACTS));
    releases.refresh();
    assertEquals(Optional.of("v1"), releases.servingBundle().map(Assembled::version));
    assertEquals(Optional.of("v2"), releases.newestVersion());
    releases.publish("v3", new byte[] {'3'}, FACTS);
    assertEquals(List.of("v3/0", "v3", "v2", "v2/0"), topic.deliver());
    releases.refresh();
    assertEquals(Optional.of("v1"), releases.servingBundle().map(Assembled::version));
    assertTrue(releases.choice().isHeld());
  }

  @Test
  void shouldSayWhoReleased() {
    releases.publish("v1", new byte[] {1}, FACTS);
    topic.deliver();
    releases.refresh();
    assertEquals("test-trainer", releases.servingBundle().orElseThrow().manifest().getReleasedBy());
  }
}
