package io.laserstreams.schema.release;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.BundleChunk;
import io.laserstreams.schema.ModelRelease;
import io.laserstreams.schema.ReleaseManifest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates the records of a release: the bundle's chunks under {@code version/index}, then the
 * announcement under {@code version}. Written in this order, in one transaction, a release is
 * complete as soon as its announcement is seen.
 */
public final class BundleChunks {
  /** Fits a topic with {@code max.message.bytes} of 1 MiB and a producer with default settings. */
  public static final int DEFAULT_CHUNK_BYTES = 512 * 1024;

  private BundleChunks() {}

  /** A record of the models topic; a null release is a tombstone. */
  public record Entry(String key, @Nullable ModelRelease release) {
    public Entry {
      requireNonNull(key, "key is null");
    }
  }

  /** The records of a bundle, in the order in which they must be written. */
  public static List<Entry> split(
      String version, byte[] bundle, int chunkBytes, ReleaseFacts facts) {
    requireVersion(version);
    requireNonNull(facts, "facts is null");
    if (requireNonNull(bundle, "bundle is null").length == 0) {
      throw new IllegalArgumentException("The bundle of version " + version + " is empty");
    }
    if (chunkBytes < 1) {
      throw new IllegalArgumentException("chunkBytes is " + chunkBytes + "; it must be at least 1");
    }
    List<Entry> entries = new ArrayList<>();
    for (int from = 0; from < bundle.length; from += chunkBytes) {
      ByteBuffer bytes =
          ByteBuffer.wrap(bundle, from, Math.min(chunkBytes, bundle.length - from)).slice();
      int index = entries.size();
      entries.add(
          new Entry(
              chunkKey(version, index),
              new ModelRelease(
                  version, new BundleChunk(index, bytes, Sha256.of(bytes)), null, null)));
    }
    entries.add(
        announcement(
            version, manifest(entries.size(), null, bundle.length, Sha256.of(bundle), facts)));
    return entries;
  }

  /**
   * The one record that announces a bundle which readers fetch from {@code uri} (file: or https:)
   * and verify themselves.
   */
  public static Entry link(String version, URI uri, long size, String sha256, ReleaseFacts facts) {
    requireVersion(version);
    requireNonNull(sha256, "sha256 is null");
    return announcement(
        version, manifest(0, requireNonNull(uri, "uri is null").toString(), size, sha256, facts));
  }

  /**
   * The tombstones that retire a version of so many chunks: the announcement's comes first, so that
   * none is left without its chunks.
   */
  public static List<Entry> tombstones(String version, int chunks) {
    requireVersion(version);
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(version, null));
    for (int index = 0; index < chunks; index++) {
      entries.add(new Entry(chunkKey(version, index), null));
    }
    return entries;
  }

  static String chunkKey(String version, int index) {
    return version + "/" + index;
  }

  /** The records of a release once more, as they are on the topic. */
  public static List<Entry> again(Assembled.Bundle release, int chunkBytes) {
    return split(
        release.version(), release.bytes(), chunkBytes, ReleaseFacts.of(release.manifest()));
  }

  /** The record of a release once more, as it is on the topic. */
  public static Entry again(Assembled.Link release) {
    return announcement(release.version(), release.manifest());
  }

  private static Entry announcement(String version, ReleaseManifest manifest) {
    return new Entry(version, new ModelRelease(version, null, manifest, null));
  }

  private static ReleaseManifest manifest(
      int chunks, @Nullable String uri, long size, String sha256, ReleaseFacts facts) {
    return new ReleaseManifest(
        chunks,
        uri,
        size,
        sha256,
        facts.metrics(),
        facts.trainedUntil(),
        facts.releasedAt(),
        facts.releasedBy(),
        facts.origin());
  }

  private static void requireVersion(String version) {
    if (requireNonNull(version, "version is null").isEmpty() || version.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "version is '" + version + "'; it must not be empty or contain '/'");
    }
  }
}
