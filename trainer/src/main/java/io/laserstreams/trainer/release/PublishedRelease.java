package io.laserstreams.trainer.release;

import static java.util.Objects.requireNonNull;

/**
 * A release that is announced on the models topic and not retired.
 *
 * @param version its version
 * @param chunks how many chunk records it has; 0 if it is fetched from a URI
 */
public record PublishedRelease(String version, int chunks) {
  public PublishedRelease {
    requireNonNull(version, "version is null");
  }
}
