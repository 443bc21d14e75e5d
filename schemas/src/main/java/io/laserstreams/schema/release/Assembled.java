package io.laserstreams.schema.release;

import io.laserstreams.schema.ReleaseManifest;
import java.net.URI;

/** What one record of the models topic led to. */
public sealed interface Assembled {
  /** The version that the record belongs to. */
  String version();

  /** A piece was taken; its bundle has not been announced yet. */
  record Waiting(String version) implements Assembled {}

  /** The bundle is complete and its checksums hold. */
  record Bundle(String version, byte[] bytes, ReleaseManifest manifest) implements Assembled {}

  /**
   * The bundle is to be fetched from {@code uri}; size and checksum in the manifest are for the
   * caller to verify.
   */
  record Link(String version, URI uri, ReleaseManifest manifest) implements Assembled {}

  /** The release cannot be used; the reason names what is wrong. */
  record Refused(String version, String reason) implements Assembled {}

  /** A tombstone took the version, or a piece of it, away. */
  record Retired(String version) implements Assembled {}
}
