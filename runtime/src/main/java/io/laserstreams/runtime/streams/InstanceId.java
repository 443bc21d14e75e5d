package io.laserstreams.runtime.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The name by which the brokers know an instance again (static membership, KIP-345): drawn once and kept beside its state. An
 * instance that died and starts anew takes its old place in the group at once, where a nameless one waits until the session of
 * the one that died is over.
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
    try {
      if (Files.exists(file)) {
        String kept = Files.readString(file).strip();
        if (!kept.isEmpty()) { // a crash may leave an empty file
          return kept;
        }
      }
      Files.createDirectories(directory);
      String drawn = UUID.randomUUID().toString();
      Path written = Files.writeString(directory.resolve(FILE + ".tmp"), drawn);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return drawn;
    } catch (IOException e) {
      throw new UncheckedIOException("The instance's id cannot be kept in " + file, e);
    }
  }
}
