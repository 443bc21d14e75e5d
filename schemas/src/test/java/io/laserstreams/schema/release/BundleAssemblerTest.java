package io.laserstreams.schema.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.schema.BundleChunk;
import io.laserstreams.schema.InMemorySchemas;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ReleaseManifest;
import io.laserstreams.schema.release.BundleChunks.Entry;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.AvroSerializer;
import io.laserstreams.schema.serde.Schemas;
import io.laserstreams.schema.serde.UnreadableRecordException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class BundleAssemblerTest {
  private static final ReleaseFacts FACTS =
      new ReleaseFacts(Map.of("auc", 0.75, "logLoss", 0.5), 1_000, 2_000);

  private final byte[] bundle = bytes(1_000, 7);
  private final List<Entry> entries = BundleChunks.split("v1", bundle, 300, FACTS);

  @Test
  void shouldWriteChunksFirstAndTheAnnouncementLast() {
    assertEquals(
        List.of("v1/0", "v1/1", "v1/2", "v1/3", "v1"), entries.stream().map(Entry::key).toList());
    assertEquals(100, entries.get(3).release().getChunk().getBytes().remaining());
    ReleaseManifest manifest = entries.get(4).release().getRelease();
    assertEquals(4, manifest.getChunks());
    assertEquals(1_000, manifest.getSize());
    assertEquals(0.75, manifest.getMetrics().get("auc"));
    assertEquals(1_000, manifest.getTrainedUntil());
    assertEquals(2_000, manifest.getReleasedAt());
  }

  @Test
  void shouldYieldTheBundleOnItsAnnouncement() {
    BundleAssembler assembler = new BundleAssembler();
    for (Entry chunk : entries.subList(0, 4)) {
      assertInstanceOf(Assembled.Waiting.class, assembler.add(chunk.key(), chunk.release()));
    }
    Assembled.Bundle whole =
        assertInstanceOf(Assembled.Bundle.class, feed(assembler, entries.get(4)));
    assertEquals("v1", whole.version());
    assertArrayEquals(bundle, whole.bytes());
    assertEquals(0, assembler.waitingBytes());
  }

  @Test
  void shouldRoundTripThroughAvro() {
    Schemas schemas = new InMemorySchemas();
    AvroSerializer<ModelRelease> serializer = new AvroSerializer<>(schemas);
    AvroDeserializer<ModelRelease> deserializer =
        new AvroDeserializer<>(schemas, ModelRelease.class);
    BundleAssembler assembler = new BundleAssembler();
    Assembled last = null;
    for (Entry entry : entries) {
      last =
          assembler.add(
              entry.key(),
              deserializer.deserialize("models", serializer.serialize("models", entry.release())));
    }
    assertArrayEquals(bundle, assertInstanceOf(Assembled.Bundle.class, last).bytes());
  }

  @Test
  void shouldRefuseAFlippedByteInAnyChunk() {
    for (int bad = 0; bad < 4; bad++) {
      List<Entry> damaged = new ArrayList<>(entries);
      BundleChunk chunk = entries.get(bad).release().getChunk();
      byte[] flipped = new byte[chunk.getBytes().remaining()];
      chunk.getBytes().duplicate().get(flipped);
      flipped[flipped.length / 2] ^= 1;
      damaged.set(bad, chunk(bad, flipped, chunk.getSha256()));
      assertRefused(feedAll(damaged), "Chunk " + bad + " of version v1 has checksum");
    }
  }

  @Test
  void shouldRefuseAChunkThatFitsItsOwnChecksumButNotTheBundle() {
    List<Entry> damaged = new ArrayList<>(entries);
    byte[] other = bytes(300, 8);
    damaged.set(1, chunk(1, other, Sha256.of(other)));
    assertRefused(feedAll(damaged), "The bundle of version v1 has checksum");
  }

  @Test
  void shouldRefuseAMissingChunkAndNameIt() {
    for (int missing = 0; missing < 4; missing++) {
      List<Entry> incomplete = new ArrayList<>(entries);
      incomplete.remove(missing);
      assertRefused(feedAll(incomplete), "is missing chunk " + missing + " of 4");
    }
  }

  @Test
  void shouldRefuseAnotherSizeThanAnnounced() {
    List<Entry> damaged = new ArrayList<>(entries);
    ReleaseManifest manifest = entries.get(4).release().getRelease();
    damaged.set(
        4,
        new Entry(
            "v1",
            new ModelRelease(
                "v1", null, ReleaseManifest.newBuilder(manifest).setSize(999).build(), null)));
    assertRefused(feedAll(damaged), "has 1000 bytes instead of 999");
  }

  @Test
  void shouldRefuseInconsistentRecords() {
    BundleAssembler assembler = new BundleAssembler();
    assertRefused(assembler.add("v1", new ModelRelease("v1", null, null, null)), "holds neither");
    assertRefused(
        assembler.add(
            "v1/0",
            new ModelRelease(
                "v1",
                entries.get(0).release().getChunk(),
                entries.get(4).release().getRelease(),
                null)),
        "holds both");
    assertRefused(assembler.add("v1/1", entries.get(0).release()), "belongs under key v1/0");
    ReleaseManifest none =
        ReleaseManifest.newBuilder(entries.get(4).release().getRelease()).setChunks(0).build();
    assertRefused(
        assembler.add("v1", new ModelRelease("v1", null, none, null)), "announces 0 chunks");
  }

  /** Chunks are bounded by their bytes, so none may be without bytes or carry them elsewhere. */
  @Test
  void shouldNotCollectChunksThatTheBoundDoesNotCount() {
    BundleAssembler assembler = new BundleAssembler();
    String sha256 = entries.get(0).release().getChunk().getSha256();
    assertRefused(
        feed(assembler, chunk(0, new byte[0], sha256)), "Chunk 0 of version v1 has 0 bytes");
    assertRefused(feed(assembler, chunk(-1, new byte[] {1}, sha256)), "chunks are counted from 0");
    assertRefused(
        feed(assembler, chunk(0, new byte[] {1}, "x".repeat(100_000))),
        "a checksum of 100000 characters");
    String version = "v".repeat(1_000);
    assertRefused(
        assembler.add(
            version + "/0",
            new ModelRelease(version, entries.get(0).release().getChunk(), null, null)),
        "1000 characters; 1 to 512");
    assertEquals(0, assembler.waitingBytes());
  }

  @Test
  void shouldSeparateInterleavedVersions() {
    byte[] otherBundle = bytes(700, 9);
    List<Entry> others = BundleChunks.split("v2", otherBundle, 300, FACTS);
    BundleAssembler assembler = new BundleAssembler();
    feed(assembler, entries.get(0));
    feed(assembler, others.get(0));
    feed(assembler, entries.get(1));
    feed(assembler, others.get(1));
    feed(assembler, others.get(2));
    assertArrayEquals(
        otherBundle,
        assertInstanceOf(Assembled.Bundle.class, feed(assembler, others.get(3))).bytes());
    feed(assembler, entries.get(2));
    feed(assembler, entries.get(3));
    assertArrayEquals(
        bundle, assertInstanceOf(Assembled.Bundle.class, feed(assembler, entries.get(4))).bytes());
  }

  @Test
  void shouldNameTheMissingChunkAfterAStartInTheMiddleAndSucceedFromTheBeginning() {
    BundleAssembler restarted = new BundleAssembler();
    Assembled last = null;
    for (Entry entry : entries.subList(2, 5)) {
      last = feed(restarted, entry);
    }
    assertRefused(last, "is missing chunk 0 of 4");
    for (Entry entry : entries) {
      last = feed(restarted, entry);
    }
    assertArrayEquals(bundle, assertInstanceOf(Assembled.Bundle.class, last).bytes());
  }

  @Test
  void shouldCountADuplicateChunkOnce() {
    BundleAssembler assembler = new BundleAssembler();
    feed(assembler, entries.get(0));
    feed(assembler, entries.get(0));
    assertEquals(300, assembler.waitingBytes());
  }

  @Test
  void shouldForgetARetiredVersion() {
    BundleAssembler assembler = new BundleAssembler();
    entries.subList(0, 4).forEach(entry -> feed(assembler, entry));
    for (Entry tombstone : BundleChunks.tombstones("v1", 4)) {
      assertEquals(new Assembled.Retired("v1"), feed(assembler, tombstone));
    }
    assertEquals(0, assembler.waitingBytes());
    assertRefused(feed(assembler, entries.get(4)), "is missing chunk 0 of 4");
  }

  @Test
  void shouldDropTheVersionLongestWithoutANewChunkIfTooManyBytesWait() {
    BundleAssembler assembler = new BundleAssembler(1_500);
    List<Entry> orphans = BundleChunks.split("orphan", bytes(600, 1), 300, FACTS);
    feed(assembler, orphans.get(0));
    feed(assembler, orphans.get(1));
    Assembled last = null;
    for (Entry entry : entries) {
      last = feed(assembler, entry);
    }
    assertInstanceOf(Assembled.Bundle.class, last);
    assertEquals(1, assembler.droppedVersions());
    assertEquals(0, assembler.waitingBytes());
    assertRefused(
        feed(assembler, orphans.get(2)),
        "1 versions were dropped because more than 1500 bytes waited");
  }

  @Test
  void shouldNotCollectABundleBeyondItsBound() {
    BundleAssembler assembler = new BundleAssembler(500);
    Assembled last = null;
    for (Entry entry : entries) {
      last = feed(assembler, entry);
      assertTrue(assembler.waitingBytes() <= 500, "waiting bytes " + assembler.waitingBytes());
    }
    assertRefused(last, "1 to 500 bytes are allowed");
  }

  @Test
  void shouldAcceptOrRefuseDamagedRecordsInBoundedMemory() {
    Schemas schemas = new InMemorySchemas();
    var reader = new AvroDeserializer<>(schemas, ModelRelease.class);
    var writer = new AvroSerializer<ModelRelease>(schemas);
    BundleAssembler assembler = new BundleAssembler(10_000);
    Map<Class<?>, Integer> seen = new HashMap<>();
    List<byte[]> honest =
        entries.stream().map(entry -> writer.serialize("models", entry.release())).toList();
    CodecFuzz.records(
        CodecFuzz.RECORDS,
        honest,
        bytes -> {
          try {
            ModelRelease release = reader.deserialize("models", bytes);
            String key =
                release.getChunk() == null
                    ? release.getVersion()
                    : release.getVersion() + "/" + release.getChunk().getIndex();
            seen.merge(assembler.add(key, release).getClass(), 1, Integer::sum);
          } catch (UnreadableRecordException e) {
            seen.merge(e.getClass(), 1, Integer::sum);
          }
          assertTrue(
              assembler.waitingBytes() <= 10_000, "waiting bytes " + assembler.waitingBytes());
        });
    assertTrue(
        seen.keySet()
            .containsAll(
                List.of(
                    Assembled.Waiting.class,
                    Assembled.Refused.class,
                    UnreadableRecordException.class)),
        seen.toString());
  }

  @Test
  void shouldYieldTheUriOfALinkedBundle() {
    URI uri = URI.create("https://models.example/v3.zip");
    Entry link = BundleChunks.link("v3", uri, 10, "abc", FACTS);
    Assembled.Link linked =
        assertInstanceOf(Assembled.Link.class, feed(new BundleAssembler(), link));
    assertEquals(uri, linked.uri());
    assertEquals("abc", linked.manifest().getSha256());
    ReleaseManifest broken =
        ReleaseManifest.newBuilder(link.release().getRelease()).setUri("no uri").build();
    assertRefused(
        feed(new BundleAssembler(), new Entry("v3", new ModelRelease("v3", null, broken, null))),
        "unusable uri");
  }

  @Test
  void shouldNotSplitWhatCannotBeAssembled() {
    assertThrows(
        IllegalArgumentException.class, () -> BundleChunks.split("a/b", bundle, 300, FACTS));
    assertThrows(
        IllegalArgumentException.class, () -> BundleChunks.split("v", new byte[0], 300, FACTS));
    assertThrows(IllegalArgumentException.class, () -> BundleChunks.split("v", bundle, 0, FACTS));
  }

  private static Entry chunk(int index, byte[] bytes, String sha256) {
    return new Entry(
        "v1/" + index,
        new ModelRelease("v1", new BundleChunk(index, ByteBuffer.wrap(bytes), sha256), null, null));
  }

  private static Assembled feedAll(List<Entry> entries) {
    BundleAssembler assembler = new BundleAssembler();
    Assembled last = null;
    for (Entry entry : entries) {
      last = feed(assembler, entry);
    }
    return last;
  }

  private static Assembled feed(BundleAssembler assembler, Entry entry) {
    return assembler.add(entry.key(), entry.release());
  }

  private static void assertRefused(Assembled assembled, String reason) {
    String actual = assertInstanceOf(Assembled.Refused.class, assembled).reason();
    assertTrue(actual.contains(reason), () -> "'" + actual + "' does not say '" + reason + "'");
  }

  private static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
