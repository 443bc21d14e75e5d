package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {
  @TempDir Path state;

  @Test
  void shouldKnowAnInstanceAgainByItsState() {
    String drawn = InstanceId.of(state.resolve("scoring"));
    assertEquals(drawn, InstanceId.of(state.resolve("scoring")));
    assertNotEquals(drawn, InstanceId.of(state.resolve("knowledge")));
  }

  @Test
  void shouldDrawAnewWhereACrashLeftAnEmptyFile() throws Exception {
    Files.writeString(state.resolve("instance-id"), "");
    String drawn = InstanceId.of(state);
    assertFalse(drawn.isBlank());
    assertEquals(drawn, InstanceId.of(state));
  }
}
