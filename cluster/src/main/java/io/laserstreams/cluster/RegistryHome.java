package io.laserstreams.cluster;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the unpacked Schema Registry server: the system property {@code laser.registry.home}, or the folder {@code registry} that the
 * build puts beside this module's classes, its jar, or the folder of jars.
 */
final class RegistryHome {
  static final String PROPERTY = "laser.registry.home";

  private RegistryHome() {}

  /** The runnable jar of the server. */
  static Path jar() {
    String configured = System.getProperty(PROPERTY);
    List<Path> homes = configured != null ? List.of(Path.of(configured)) : besideThisClass();
    return homes.stream().filter(Files::isDirectory).flatMap(home -> runners(home).stream()).findFirst()
        .orElseThrow(() -> new UserException("No Schema Registry server in " + homes
            + ". Build it with: mvn -pl cluster -am package -DskipTests, or name its folder with -D" + PROPERTY));
  }

  private static List<Path> besideThisClass() {
    try {
      Path code = Path.of(RegistryHome.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = code.toAbsolutePath().getParent();
      return List.of(folder.resolve("registry"), folder.resolveSibling("registry"));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot tell where this class comes from", e);
    }
  }

  private static List<Path> runners(Path home) {
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + home, e);
    }
  }
}
