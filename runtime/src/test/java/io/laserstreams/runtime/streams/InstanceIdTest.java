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
  void shouldRecogniseAnInstanceByItsState() {
    String generated = InstanceId.of(state.resolve("scoring"));
    assertEquals(generated, InstanceId.of(state.resolve("scoring")));
    assertNotEquals(generated, InstanceId.of(state.resolve("knowledge")));
  }

  @Test
  void shouldGenerateAnotherIdIfACrashLeftAnEmptyFile() throws Exception {
    Files.writeString(state.resolve("instance-id"), "");
    String generated = InstanceId.of(state);
    assertFalse(generated.isBlank());
    assertEquals(generated, InstanceId.of(state));
  }
}
