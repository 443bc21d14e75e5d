package io.laserstreams.trainer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerAppTest {
  @TempDir private Path dir;

  @Test
  void shouldNameTheKeyOfAFolderThatCannotBeWritten() throws Exception {
    String file = Files.createFile(dir.resolve("file")).toString();
    refused(
        Map.of("state.dir", file),
        "Configuration key state.dir leads to the folder " + file + "/laser-trainer/checkpoints,");
    refused(
        Map.of("checkpoint.dir", file),
        "Configuration key checkpoint.dir leads to the folder " + file + ",");
  }

  private void refused(Map<String, String> wrong, String because) {
    Map<String, String> properties =
        new HashMap<>(
            Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "http.port",
                "-1",
                "state.dir",
                dir.toString()));
    properties.putAll(wrong);
    try (TrainerApp app = new TrainerApp(properties)) {
      String said = assertThrows(ConfigException.class, app::start).getMessage();
      assertTrue(said.startsWith(because), said);
    }
  }
}
