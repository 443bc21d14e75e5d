package io.laserstreams.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
  private final AtomicLong left = new AtomicLong(1L << 30);
  private final DiskSpace disk = new DiskSpace(Path.of("/state"), left::get);

  @Test
  void shouldWarnBeforeSpaceRunsOut() {
    assertEquals(Optional.empty(), disk.trouble());
    left.set(DiskSpace.MIN_BYTES);
    assertEquals(Optional.empty(), disk.trouble());
    left.decrementAndGet();
    assertEquals(
        Optional.of(
            "disk almost full: /state has 67108863 bytes left; free some space, and the app"
                + " continues by itself"),
        disk.trouble());
  }

  @Test
  void shouldReportAFullDiskUntilTheAppProcessesAndThereIsSpace() {
    left.set(4096);
    disk.reportRanOut();
    disk.reportProcessing();
    assertEquals(
        Optional.of(
            "disk full: /state has 4096 bytes left; free some space, and the app continues by"
                + " itself"),
        disk.trouble());
    left.set(1L << 30); // a quota may leave bytes that cannot be used
    assertEquals(
        Optional.of(
            "disk full: /state has 1073741824 bytes left; free some space, and the app"
                + " continues by itself"),
        disk.trouble());
    disk.reportProcessing();
    assertEquals(Optional.empty(), disk.trouble());
  }

  @Test
  void shouldMeasureTheDiskOfAFolderThatDoesNotExistYet(@TempDir Path folder) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new DiskSpace(folder.resolve("to/be/made")).bindTo(registry);
    double usable = registry.get("laser.state.dir.usable.bytes").gauge().value();
    assertTrue(usable > 0 && usable < Long.MAX_VALUE, () -> "usable: " + usable);
  }
}
