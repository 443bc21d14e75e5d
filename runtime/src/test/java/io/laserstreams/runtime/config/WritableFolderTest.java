package io.laserstreams.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritableFolderTest {
  @TempDir private Path dir;

  @Test
  void shouldMakeAFolderAndLeaveNothingInIt() throws Exception {
    Path folder = dir.resolve("a/b");
    WritableFolder.require("state.dir", folder);
    WritableFolder.require("state.dir", folder);
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void shouldNameKeyFolderAndCause() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    for (Path wrong : new Path[] {file, file.resolve("below"), Path.of("/proc/laser")}) {
      String said =
          assertThrows(ConfigException.class, () -> WritableFolder.require("state.dir", wrong))
              .getMessage();
      assertTrue(
          said.startsWith(
              "Configuration key state.dir leads to the folder "
                  + wrong
                  + ", which cannot be made or written: "),
          said);
    }
  }
}
