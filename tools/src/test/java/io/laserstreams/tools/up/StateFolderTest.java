package io.laserstreams.tools.up;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir Path folder;

  @Test
  void shouldTakeAFolderThatIsNewEmptyOrOfASystem() throws IOException {
    assertDoesNotThrow(() -> StateFolder.require(folder.resolve("new")));
    assertDoesNotThrow(() -> StateFolder.require(folder));
    for (String own : new String[] {"broker", "registry", "state"}) {
      Files.createDirectory(folder.resolve(own));
    }
    Files.createFile(folder.resolve(".laser-lock"));
    assertDoesNotThrow(() -> StateFolder.require(folder));
  }

  @Test
  void shouldRefuseAFolderWithOtherFilesAndNameTheOptionForThem() throws IOException {
    for (String file : new String[] {"items.csv", "a.parquet", "users.csv", "plays.csv"}) {
      Files.createFile(folder.resolve(file));
    }
    assertEquals(
        "--state is "
            + folder
            + ", which holds files that are not the state of Laser Streams (a.parquet, items.csv,"
            + " plays.csv, …): name a folder that is new or empty. The folder of a dataset's files"
            + " is --data, beside --dataset",
        assertThrows(UserException.class, () -> StateFolder.require(folder)).getMessage());
  }

  @Test
  void shouldRefuseAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("bundle.laser"));
    assertTrue(
        assertThrows(UserException.class, () -> StateFolder.require(file))
            .getMessage()
            .contains("which is a file"));
  }
}
