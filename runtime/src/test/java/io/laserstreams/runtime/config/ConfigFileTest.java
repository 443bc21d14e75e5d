package io.laserstreams.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @Test
  void shouldReadPropertiesWithoutTrailingSpace(@TempDir Path dir) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("my.properties"), "# ours\nhttp.port = 8090  \ntopic.prefix=x.\n");

    assertEquals(Map.of("http.port", "8090", "topic.prefix", "x."), ConfigFile.read(file));
  }

  @Test
  void shouldNameAFileThatDoesNotExist(@TempDir Path dir) {
    Path file = dir.resolve("absent.properties");

    ConfigException e = assertThrows(ConfigException.class, () -> ConfigFile.read(file));

    assertTrue(e.getMessage().contains(file + " does not exist"), e.getMessage());
  }
}
