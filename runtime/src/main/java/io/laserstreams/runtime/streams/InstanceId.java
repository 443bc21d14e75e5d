package io.laserstreams.runtime.streams;

import io.laserstreams.runtime.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The id by which the brokers recognise an instance (static membership, KIP-345): generated once
 * and stored beside its state. An instance that died and restarts takes its old place in the group
 * at once; without an id it would wait for the session of the dead member to time out.
 */
final class InstanceId {
  private static final String FILE = "instance-id";

  private InstanceId() {}

  /**
   * Reads the id, or generates and stores one.
   *
   * @param directory of the application below {@code state.dir}; created if missing
   */
  static String of(Path directory) {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      String stored = read(file);
      // A crash of the machine may leave an empty file.
      if (!stored.isEmpty()) {
        return stored;
      }
    }
    String generated = UUID.randomUUID().toString();
    Folders.write(file, generated);
    return generated;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
