package io.laserstreams.runtime.config;

import io.laserstreams.runtime.failure.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigException;

/** Checks before anything starts that a configured folder can be written. */
public final class WritableFolder {
  private WritableFolder() {}

  /**
   * Creates the folder if it is missing.
   *
   * @param key the key that names it
   * @throws ConfigException if nothing can be written there, naming the key, the folder and the
   *     cause
   */
  public static void require(String key, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "laser-", ".try"));
    } catch (IOException e) {
      throw new ConfigException(
          "Configuration key "
              + key
              + " leads to the folder "
              + folder.toAbsolutePath()
              + ", which cannot be made or written: "
              + Causes.of(e));
    }
  }
}
