package io.laserstreams.tools.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code -Dlaser.docs.update=true} writes the dataset's files. */
class PodcastsTest {
  static final Path FOLDER = Path.of("../docs/examples/podcasts");

  @Test
  void shouldMakeUpTheCommittedFiles() throws IOException {
    for (Map.Entry<String, String> file : Podcasts.files().entrySet()) {
      Path path = FOLDER.resolve(file.getKey());
      if (Boolean.getBoolean("laser.docs.update")) {
        Files.writeString(path, file.getValue());
      }
      assertEquals(file.getValue(), Files.readString(path), path::toString);
    }
  }
}
