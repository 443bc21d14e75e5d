package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
  private static final Map<String, Uuid> IDS =
      Map.of(
          "laser.interactions", new Uuid(1, 2), "laser-scoring-served-changelog", new Uuid(3, 4));

  @TempDir private Path folder;

  @Test
  void shouldStoreWhatItIsACopyOf() {
    LocalState state = new LocalState(folder.resolve("to/be/made"));
    assertEquals(Map.of(), state.copyOf());
    state.setCopyOf(Map.of());
    state.setCopyOf(IDS);
    assertEquals(IDS, new LocalState(folder.resolve("to/be/made")).copyOf());
  }

  @Test
  void shouldIgnoreADamagedFile() throws IOException {
    Files.writeString(
        folder.resolve("copy-of.properties"), "laser.interactions=\u0000\u0000nonsense");
    assertEquals(Map.of(), new LocalState(folder).copyOf());
  }

  @Test
  void shouldKnowWhenItLastFollowed() {
    LocalState state = new LocalState(folder);
    Instant then = Instant.parse("2026-01-02T03:04:05Z");
    state.markFollowing(then);
    assertEquals(Optional.empty(), state.lastFollowing(), "what it is a copy of was never set");
    state.setCopyOf(IDS);
    state.markFollowing(then);
    assertEquals(Optional.of(then), new LocalState(folder).lastFollowing());
    assertEquals(IDS, state.copyOf());
  }

  @Test
  void shouldWipeTasksAndNothingElse() throws IOException {
    Files.createDirectories(folder.resolve("0_1/committed/served"));
    Files.createDirectories(folder.resolve("1_12/committed/item-sums"));
    Files.createDirectories(folder.resolve("items"));
    LocalState state = new LocalState(folder);
    state.setCopyOf(IDS);

    state.wipe(new TaskId(0, 1));
    assertFalse(Files.exists(folder.resolve("0_1")));
    assertTrue(Files.exists(folder.resolve("1_12")));
    state.wipe();
    assertTrue(state.isEmpty());
    assertTrue(Files.exists(folder.resolve("items")));
    assertEquals(IDS, state.copyOf());
  }
}
