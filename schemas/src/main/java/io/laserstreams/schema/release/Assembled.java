package io.laserstreams.schema.release;

import io.laserstreams.schema.ReleaseManifest;
import java.net.URI;

/** The outcome of one record of the models topic. */
public sealed interface Assembled {
  /** The version that the record belongs to. */
  String version();

  /** A chunk was stored; its bundle has not been announced yet. */
  record Waiting(String version) implements Assembled {}

  /** The bundle is complete and its checksums hold. */
  record Bundle(String version, byte[] bytes, ReleaseManifest manifest) implements Assembled {}

  /**
   * The bundle is to be fetched from {@code uri}; the caller verifies it against the manifest's
   * size and checksum.
   */
  record Link(String version, URI uri, ReleaseManifest manifest) implements Assembled {}

  /** The release cannot be used; the reason names what is wrong. */
  record Refused(String version, String reason) implements Assembled {}

  /** A tombstone deleted the version, or a chunk of it. */
  record Retired(String version) implements Assembled {}

  /**
   * Which release is current was decided.
   *
   * @param version the held one; empty if none is held
   */
  record Decided(String version, ReleaseChoice choice) implements Assembled {}
}
