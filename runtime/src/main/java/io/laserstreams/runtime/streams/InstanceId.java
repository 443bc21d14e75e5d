package io.laserstreams.runtime.streams;

import io.laserstreams.runtime.state.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The name by which the brokers know an instance again (static membership, KIP-345): drawn once and
 * kept beside its state. An instance that died and starts anew takes its old place in the group at
 * once, where a nameless one waits until the session of the one that died is over.
 */
final class InstanceId {
  private static final String FILE = "instance-id";

  private InstanceId() {}

  /**
   * Reads the id, or draws and keeps one.
   *
   * @param directory of the application below {@code state.dir}; is made where it is missing
   */
  static String of(Path directory) {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      String kept = read(file);
      if (!kept.isEmpty()) { // a crash of the machine may leave an empty file
        return kept;
      }
    }
    String drawn = UUID.randomUUID().toString();
    Folders.write(file, drawn);
    return drawn;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
