package io.laserstreams.tools.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.laserstreams.runtime.config.ConfigFile;
import io.laserstreams.trainer.TrainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The configurations in {@code docs/examples} are ones that the apps take. */
class ExamplesTest {
  private static final Path FOLDER = Path.of("../docs/examples");

  @Test
  void shouldBeConfigurationsOfATrainer() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> trainers =
          files.filter(file -> file.toString().endsWith("-trainer.properties")).toList();
      assertFalse(trainers.isEmpty());
      trainers.forEach(
          file ->
              assertDoesNotThrow(() -> TrainerConfig.read(ConfigFile.read(file)), file::toString));
    }
  }
}
