package io.laserstreams.lm.hub;

import static java.util.Objects.requireNonNull;

/**
 * A file of a model on the hub.
 *
 * @param path in its repository
 * @param bytes its size
 * @param checksum of its content
 */
public record HubFile(String path, long bytes, Checksum checksum) {
  public HubFile {
    requireNonNull(path, "path is null");
    requireNonNull(checksum, "checksum is null");
    if (path.isEmpty() || path.startsWith("/") || path.contains("..") || path.contains("\\")) {
      throw new HubException("the hub names a file '" + path + "', which is not in the model");
    }
  }
}
