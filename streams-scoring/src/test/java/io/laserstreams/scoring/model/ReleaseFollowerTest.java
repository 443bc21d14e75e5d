package io.laserstreams.scoring.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.DamagedBundles;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.release.BundleChunks;
import io.laserstreams.schema.release.ReleaseChoice;
import io.laserstreams.schema.release.ReleaseFacts;
import io.laserstreams.scoring.support.MapItems;
import io.laserstreams.scoring.support.TinyModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ReleaseFollowerTest {
  private static final ReleaseFacts FACTS = new ReleaseFacts(Map.of("auc", 0.5), 0, 0);

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ModelSlot slot = new ModelSlot();
  private final ModelSwapper keeper =
      new ModelSwapper(
          slot,
          new MapItems().with("item1", "odd"),
          Device.CPU,
          100,
          StreamingSettings.DEFAULT,
          registry);
  private boolean following;
  private final ReleaseFollower follower =
      new ReleaseFollower(keeper, slot, new BundleFetcher(Duration.ofSeconds(5)), registry);

  @AfterEach
  void close() {
    keeper.close();
  }

  @Test
  void shouldStartWithTheNewestReleaseOfTheTopic() {
    release(TinyModels.bundle("1"));
    release(TinyModels.bundle("2"));
    assertEquals(Optional.empty(), slot.version());
    follow();
    assertEquals(Optional.of("2"), slot.version());
    assertEquals(1, count("served"));
  }

  @Test
  void shouldStartWithThePreviousReleaseIfTheNewestDoesNotFit() {
    release(TinyModels.bundle("1"));
    release("2", new byte[] {1, 2, 3});
    follow();
    assertEquals(Optional.of("1"), slot.version());
    assertEquals(1, count("refused"));
  }

  @Test
  void shouldSwapInANewerReleaseAndIgnoreOlderOnes() {
    follow();
    release(TinyModels.bundle("2"));
    release(TinyModels.bundle("1"));
    release(TinyModels.bundle("2"));
    assertEquals(Optional.of("2"), slot.version());
    release(TinyModels.bundle("3"));
    assertEquals(Optional.of("3"), slot.version());
    assertEquals(2, count("ignored"));
  }

  @Test
  void shouldSkipReleasesThatWaitBehindANewerOne() {
    follow();
    release(TinyModels.bundle("1"));
    following = false;
    release(TinyModels.bundle("2"));
    release(TinyModels.bundle("3"));
    follower.readToEnd();
    assertEquals(Optional.of("3"), slot.version());
    assertEquals(2, count("served"));
    assertEquals(1, count("ignored"));
  }

  @Test
  void shouldServeTheReleaseBehindWhichOneWaitsThatDoesNotFit() {
    follow();
    release(TinyModels.bundle("1"));
    following = false;
    release(TinyModels.bundle("2"));
    release("3", new byte[] {1, 2, 3});
    follower.readToEnd();
    assertEquals(Optional.of("2"), slot.version());
    assertTrue(follower.lastRefusal().orElse("").contains("release 3 was refused"));
  }

  @Test
  void shouldNeitherLoadNorRefuseReleasesThatWaitWhenTheAppIsClosed() {
    follow();
    release(TinyModels.bundle("1"));
    following = false;
    release(TinyModels.bundle("2"));
    Thread.currentThread().interrupt();
    follower.readToEnd();
    assertTrue(Thread.interrupted());
    assertEquals(Optional.of("1"), slot.version());
    assertEquals(0, count("refused"));
  }

  @Test
  void shouldRefuseWhatDoesNotFitAndContinueToServe() {
    follow();
    release(TinyModels.bundle("1"));
    byte[] good = TinyModels.bundle("2").toBytes();
    release("2", Arrays.copyOf(good, good.length / 2));
    assertRefused("truncated");
    release("3", TinyModels.bundle("another").toBytes());
    assertRefused("another");
    release(TinyModels.bundle("4", 101, TinyModels.DIMENSIONS));
    assertRefused("history.length.max");
    byte[] flipped = good.clone();
    flipped[flipped.length / 2] ^= 1;
    release("5", flipped);
    assertRefused("release 5");
    assertEquals(4, count("refused"));
    release(TinyModels.bundle("6"));
    assertEquals(Optional.of("6"), slot.version());
    assertEquals(Optional.empty(), follower.lastRefusal());
  }

  @Test
  void shouldRefuseATruncatedGraph() {
    follow();
    release(TinyModels.bundle("1"));
    release("2", DamagedBundles.truncatedHead(TinyModels.bundle("2")));
    assertRefused("ONNX Runtime refuses");
  }

  @Test
  void shouldRefuseAMissingChunk() {
    follow();
    List<BundleChunks.Entry> entries =
        BundleChunks.split("1", TinyModels.bundle("1").toBytes(), 1_000, FACTS);
    for (int i = 0; i < entries.size() - 1; i++) {
      if (i != 1) {
        take(entries.get(i));
      }
    }
    BadRecordException bad =
        assertThrows(BadRecordException.class, () -> take(entries.get(entries.size() - 1)));
    assertEquals("bad-release", bad.reason());
    assertTrue(follower.lastRefusal().orElseThrow().contains("is missing chunk 1"));
  }

  @Test
  void shouldFetchAReleaseAnnouncedByUri() throws IOException {
    follow();
    ModelBundle bundle = TinyModels.bundle("1");
    Path file = folder.resolve("model.bundle");
    bundle.write(file);
    long size = Files.size(file);
    take(BundleChunks.link("1", file.toUri(), size, bundle.sha256(), FACTS));
    assertEquals(Optional.of("1"), slot.version());
    take(BundleChunks.link("2", file.toUri(), size - 1, bundle.sha256(), FACTS));
    assertRefused("more than " + (size - 1));
    take(BundleChunks.link("3", file.toUri(), size, "0".repeat(64), FACTS));
    assertRefused("checksum");
    take(BundleChunks.link("4", folder.resolve("missing").toUri(), size, bundle.sha256(), FACTS));
    assertRefused("missing");
    take(
        BundleChunks.link(
            "5", URI.create("http://127.0.0.1:1/model"), size, bundle.sha256(), FACTS));
    assertRefused("only file: and https:");
  }

  /**
   * A release is refused whatever exception fetching or loading it throws, or no instance would
   * start again.
   */
  @Test
  void shouldRefuseAReleaseThatExposesABug() {
    follow();
    release(TinyModels.bundle("1"));
    for (String uri : List.of("file:relative", "file://host/model", "https:no-host")) {
      take(BundleChunks.link("2", URI.create(uri), 10, "0".repeat(64), FACTS));
      assertRefused("release 2 was refused: ");
    }
  }

  @Test
  void shouldContinueToServeARetiredModel() {
    follow();
    release(TinyModels.bundle("1"));
    BundleChunks.tombstones("1", 1).forEach(this::take);
    assertEquals(Optional.of("1"), slot.version());
  }

  @Test
  void shouldServeWhatAnOperatorDecidesAndNotWhatIsReleasedLater() {
    follow();
    release(TinyModels.bundle("1"));
    release(TinyModels.bundle("2"));
    ReleaseChoice back = ReleaseChoice.NEWEST.rollBack(List.of("1", "2"), "ann", NOW).orElseThrow();
    take(back.entry());
    assertEquals(Optional.of("2"), slot.version(), "until the release follows");
    release(TinyModels.bundle("1"));
    assertEquals(Optional.of("1"), slot.version());
    release(TinyModels.bundle("3"));
    assertEquals(Optional.of("1"), slot.version());
    assertEquals(
        Optional.of("release 1 is held, rollback by ann at 2026-01-02T03:04:05Z"),
        follower.decision());
    assertEquals(1, registry.get("laser.model.held").gauge().value());
    take(back.resume(List.of("1", "2", "3"), "ann", NOW).entry());
    release(TinyModels.bundle("3"));
    assertEquals(Optional.of("3"), slot.version());
    assertEquals(Optional.empty(), follower.decision());
  }

  @Test
  void shouldStartWithTheHeldReleaseHoweverManyAreNewer() {
    List<String> versions = List.of("1", "2", "3", "4", "5");
    release(TinyModels.bundle("2"));
    take(ReleaseChoice.NEWEST.promote("1", versions, "ann", NOW).entry());
    release(TinyModels.bundle("1"));
    for (String version : List.of("3", "4", "5")) {
      release(TinyModels.bundle(version));
    }
    follow();
    assertEquals(Optional.of("1"), slot.version());
  }

  @Test
  void shouldStartWithAnotherReleaseAndSaySoIfTheHeldOneDoesNotFit() {
    release(TinyModels.bundle("1"));
    take(ReleaseChoice.NEWEST.promote("2", List.of("1", "2"), "ann", NOW).entry());
    release("2", new byte[] {1, 2, 3});
    follow();
    assertEquals(Optional.of("1"), slot.version());
    assertTrue(follower.lastRefusal().orElse("").contains("release 2 was refused"));
    assertEquals(Optional.of("refused"), outcome("2"));
    assertEquals(Optional.of("serves"), outcome("1"));
  }

  @Test
  void shouldNotServeAWithdrawnReleaseAtTheNextStart() {
    release(TinyModels.bundle("2"));
    take(ReleaseChoice.NEWEST.withdraw("2", List.of("1", "2"), "ann", NOW).entry());
    release(TinyModels.bundle("1"));
    follow();
    assertEquals(Optional.of("1"), slot.version());
  }

  @Test
  void shouldSayWhichSettingsAModelNeeds() {
    follow();
    release(TinyModels.bundle("1"));
    release(TinyModels.bundle("2", 101, TinyModels.DIMENSIONS));
    assertRefused("history.length.max is 100, the model attends to 101 events");
    assertRefused("It needs: history.length.max=500");
    assertEquals(
        1,
        registry
            .get("laser.model.setting")
            .tags("key", "history.length.max", "value", "100")
            .gauge()
            .value());
  }

  private Optional<String> outcome(String version) {
    return registry.find("laser.model.release").tag("version", version).gauges().stream()
        .map(gauge -> gauge.getId().getTag("outcome"))
        .findFirst();
  }

  private void assertRefused(String reason) {
    assertEquals(Optional.of("1"), slot.version());
    assertTrue(
        follower.lastRefusal().orElse("").contains(reason),
        () -> "refusal: " + follower.lastRefusal());
  }

  private void release(ModelBundle bundle) {
    release(bundle.version(), bundle.toBytes());
  }

  private void release(String version, byte[] bytes) {
    BundleChunks.split(version, bytes, 10_000, FACTS).forEach(this::take);
  }

  private void take(BundleChunks.Entry entry) {
    follower.take(new TableRecord<>("laser.models", 0, 0, 0, entry.key(), entry.release()));
    if (following) {
      follower.readToEnd();
    }
  }

  /** The topic has been read to its end, and is from now on after each record. */
  private void follow() {
    follower.readToEnd();
    following = true;
  }

  private double count(String outcome) {
    return registry.find("laser.model.releases").tag("outcome", outcome).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
