package io.laserstreams.cluster;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the unpacked Schema Registry server: in the system property {@code laser.registry.home}, or
 * in the folder {@code registry} that the build puts beside this module's classes and its jar.
 */
final class RegistryHome {
  static final String PROPERTY = "laser.registry.home";

  private RegistryHome() {}

  /** The runnable jar of the server. */
  static Path jar() {
    String configured = System.getProperty(PROPERTY);
    Path home = configured != null ? Path.of(configured) : besideThisClass();
    return runner(home)
        .orElseThrow(
            () ->
                new UserException(
                    "No Schema Registry server in "
                        + home
                        + ". Build it with: mvn -pl cluster -am process-test-resources, or name its"
                        + " folder with -D"
                        + PROPERTY));
  }

  private static Path besideThisClass() {
    try {
      Path code =
          Path.of(RegistryHome.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.toAbsolutePath().resolveSibling("registry");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot find out where this class comes from", e);
    }
  }

  private static Optional<Path> runner(Path home) {
    if (!Files.isDirectory(home)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + home, e);
    }
  }
}
