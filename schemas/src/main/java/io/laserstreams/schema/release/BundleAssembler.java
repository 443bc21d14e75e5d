package io.laserstreams.schema.release;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.BundleChunk;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ReleaseManifest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Assembles bundles from the records of the models topic, fed in the order of the topic's only
 * partition. Not thread-safe.
 *
 * <p>Chunks wait for their announcement, which comes last. Whatever its outcome, the version's
 * chunks are then dropped. Versions that are never announced (a writer died outside a transaction,
 * or the announcement was retired) are dropped, the one longest without a new chunk first, as soon
 * as more than {@code maxWaitingBytes} wait; the newest version's chunks are among the waiting
 * bytes, so the bound is also the largest bundle that can be received.
 *
 * <p>A reader must start at the beginning of the topic; the refusal names the first chunk that is
 * missing.
 */
public final class BundleAssembler {
  public static final long DEFAULT_MAX_WAITING_BYTES = 256L * 1024 * 1024;

  private static final int MAX_VERSION_LENGTH = 512;

  private final long maxWaitingBytes;
  private final Map<String, SortedMap<Integer, BundleChunk>> waiting = new LinkedHashMap<>();
  private long waitingBytes;
  private long droppedVersions;

  public BundleAssembler() {
    this(DEFAULT_MAX_WAITING_BYTES);
  }

  public BundleAssembler(long maxWaitingBytes) {
    if (maxWaitingBytes < 1) {
      throw new IllegalArgumentException(
          "maxWaitingBytes is " + maxWaitingBytes + "; it must be at least 1");
    }
    this.maxWaitingBytes = maxWaitingBytes;
  }

  /**
   * Processes the next record.
   *
   * @param key {@code version/index}, {@code version} or {@link ReleaseChoice#KEY}
   * @param release the record's value, null for a tombstone
   */
  public Assembled add(String key, @Nullable ModelRelease release) {
    requireNonNull(key, "key is null");
    if (key.equals(ReleaseChoice.KEY)) {
      return decided(release);
    }
    if (release == null) {
      return retire(key);
    }
    String version = release.getVersion();
    BundleChunk chunk = release.getChunk();
    ReleaseManifest manifest = release.getRelease();
    if ((chunk == null) == (manifest == null)) {
      return new Assembled.Refused(
          version,
          "Record "
              + key
              + " must hold either a chunk or an announcement, but holds "
              + (chunk == null ? "neither" : "both"));
    }
    String expectedKey = chunk == null ? version : BundleChunks.chunkKey(version, chunk.getIndex());
    if (!expectedKey.equals(key)) {
      return new Assembled.Refused(
          version, "Record with key " + key + " belongs under key " + expectedKey);
    }
    if (version.isEmpty() || version.length() > MAX_VERSION_LENGTH) {
      return new Assembled.Refused(
          version,
          "A version's name has "
              + version.length()
              + " characters; 1 to "
              + MAX_VERSION_LENGTH
              + " are allowed");
    }
    if (chunk != null
        && (chunk.getIndex() < 0
            || size(chunk) == 0
            || chunk.getSha256().length() != Sha256.LENGTH)) {
      return new Assembled.Refused(
          version,
          "Chunk "
              + chunk.getIndex()
              + " of version "
              + version
              + " has "
              + size(chunk)
              + " bytes and a checksum of "
              + chunk.getSha256().length()
              + " characters; chunks are counted from 0, are not empty, and have a "
              + "SHA-256 of "
              + Sha256.LENGTH);
    }
    return chunk == null ? assemble(version, manifest) : collect(version, chunk);
  }

  /** Bytes of the chunks that wait for their announcement. */
  public long waitingBytes() {
    return waitingBytes;
  }

  /** Versions dropped so far because too many bytes waited. */
  public long droppedVersions() {
    return droppedVersions;
  }

  private static Assembled decided(@Nullable ModelRelease release) {
    if (release == null) {
      return new Assembled.Decided("", ReleaseChoice.NEWEST);
    }
    return release.getDecision() == null
        ? new Assembled.Refused(
            release.getVersion(), "Record " + ReleaseChoice.KEY + " must hold a decision")
        : new Assembled.Decided(release.getVersion(), ReleaseChoice.of(release.getDecision()));
  }

  private Assembled retire(String key) {
    int slash = key.indexOf('/');
    String version = slash < 0 ? key : key.substring(0, slash);
    takeChunks(version);
    return new Assembled.Retired(version);
  }

  private Assembled collect(String version, BundleChunk chunk) {
    // Removed and put again: the map is ordered by the versions' latest chunks.
    SortedMap<Integer, BundleChunk> chunks = waiting.remove(version);
    if (chunks == null) {
      chunks = new TreeMap<>();
    }
    waiting.put(version, chunks);
    BundleChunk previous = chunks.put(chunk.getIndex(), chunk);
    waitingBytes += size(chunk) - (previous == null ? 0 : size(previous));
    Iterator<SortedMap<Integer, BundleChunk>> oldest = waiting.values().iterator();
    while (waitingBytes > maxWaitingBytes) {
      waitingBytes -= size(oldest.next());
      oldest.remove();
      droppedVersions++;
    }
    return new Assembled.Waiting(version);
  }

  private Assembled assemble(String version, ReleaseManifest manifest) {
    SortedMap<Integer, BundleChunk> chunks = takeChunks(version);
    if (manifest.getUri() != null) {
      try {
        return new Assembled.Link(version, URI.create(manifest.getUri()), manifest);
      } catch (IllegalArgumentException e) {
        return new Assembled.Refused(
            version, "Version " + version + " has an unusable uri: " + e.getMessage());
      }
    }
    if (manifest.getChunks() < 1
        || manifest.getSize() < 1
        || manifest.getSize() > maxWaitingBytes) {
      return new Assembled.Refused(
          version,
          "Version "
              + version
              + " announces "
              + manifest.getChunks()
              + " chunks of "
              + manifest.getSize()
              + " bytes in total; at least one chunk and 1 to "
              + maxWaitingBytes
              + " bytes are allowed");
    }
    long size = 0;
    for (int index = 0; index < manifest.getChunks(); index++) {
      BundleChunk chunk = chunks.get(index);
      if (chunk == null) {
        return new Assembled.Refused(
            version,
            "Version "
                + version
                + " is missing chunk "
                + index
                + " of "
                + manifest.getChunks()
                + (droppedVersions == 0
                    ? ""
                    : "; "
                        + droppedVersions
                        + " versions were dropped because more than "
                        + maxWaitingBytes
                        + " bytes waited for their announcement"));
      }
      String sha256 = Sha256.of(chunk.getBytes());
      if (!sha256.equals(chunk.getSha256())) {
        return new Assembled.Refused(
            version,
            "Chunk "
                + index
                + " of version "
                + version
                + " has checksum "
                + sha256
                + " instead of "
                + chunk.getSha256());
      }
      size += size(chunk);
    }
    if (size != manifest.getSize()) {
      return new Assembled.Refused(
          version,
          "Version " + version + " has " + size + " bytes instead of " + manifest.getSize());
    }
    byte[] bundle = join(chunks.headMap(manifest.getChunks()).values(), Math.toIntExact(size));
    String sha256 = Sha256.of(bundle);
    if (!sha256.equals(manifest.getSha256())) {
      return new Assembled.Refused(
          version,
          "The bundle of version "
              + version
              + " has checksum "
              + sha256
              + " instead of "
              + manifest.getSha256());
    }
    return new Assembled.Bundle(version, bundle, manifest);
  }

  private SortedMap<Integer, BundleChunk> takeChunks(String version) {
    SortedMap<Integer, BundleChunk> chunks = waiting.remove(version);
    if (chunks == null) {
      return new TreeMap<>();
    }
    waitingBytes -= size(chunks);
    return chunks;
  }

  private static byte[] join(Collection<BundleChunk> chunks, int size) {
    ByteBuffer bundle = ByteBuffer.allocate(size);
    chunks.forEach(chunk -> bundle.put(chunk.getBytes().duplicate()));
    return bundle.array();
  }

  private static long size(BundleChunk chunk) {
    return chunk.getBytes().remaining();
  }

  private static long size(Map<Integer, BundleChunk> chunks) {
    return chunks.values().stream().mapToLong(BundleAssembler::size).sum();
  }
}
