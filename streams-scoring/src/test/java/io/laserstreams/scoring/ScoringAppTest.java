package io.laserstreams.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration errors show before the app connects to a broker. */
class ScoringAppTest {
  @TempDir private Path dir;

  @Test
  void shouldRefuseABundleThatCannotBeServed() throws Exception {
    Path garbage = Files.writeString(dir.resolve("x.laser"), "garbage");
    assertEquals(
        "Configuration key model.bundle has the value '/nowhere/x.laser', which cannot be served:"
            + " cannot read the model bundle /nowhere/x.laser: there is no file or folder"
            + " /nowhere/x.laser",
        refused(Map.of("model.bundle", "/nowhere/x.laser")));
    assertEquals(
        "Configuration key model.bundle has the value '"
            + garbage
            + "', which cannot be served: "
            + garbage
            + ": these 7 bytes are not a model bundle: they do not start like a zip file",
        refused(Map.of("model.bundle", garbage.toString())));
    String folder = refused(Map.of("model.bundle", dir.toString()));
    assertTrue(
        folder.startsWith(
            "Configuration key model.bundle has the value '" + dir + "', which cannot be served: "),
        folder);
  }

  @Test
  void shouldRefuseAStateFolderThatCannotBeWritten() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    String message = refused(Map.of("state.dir", file.toString()));
    assertTrue(
        message.startsWith(
            "Configuration key state.dir leads to the folder "
                + file
                + "/laser-scoring, which cannot be made"),
        message);
  }

  private String refused(Map<String, String> wrong) {
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
    try (ScoringApp app = new ScoringApp(properties)) {
      return assertThrows(ConfigException.class, app::start).getMessage();
    }
  }
}
