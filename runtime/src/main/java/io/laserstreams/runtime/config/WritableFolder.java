package io.laserstreams.runtime.config;

import io.laserstreams.runtime.failure.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigException;

/** Sees before anything starts that a configured folder can be written. */
public final class WritableFolder {
  private WritableFolder() {}

  /**
   * Makes the folder where it is missing.
   *
   * @param key from which it comes
   * @throws ConfigException where nothing can be written there, naming the key, the folder and the
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
