package io.laserstreams.tools.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which share of the machine's CPU others than this process and its children take, from its
 * creation on. Time of a child that has ended meanwhile counts as of others.
 */
public final class OthersCpu {
  private static final Path STAT = Path.of("/proc/stat");

  private final @Nullable CpuTicks before = now();
  private final double ownBefore = ownSeconds();

  /** 0 to 1; null if the system does not tell. */
  public @Nullable Double share() {
    CpuTicks after = now();
    if (before == null || after == null) {
      return null;
    }
    return after.others(before, ownSeconds() - ownBefore);
  }

  private static @Nullable CpuTicks now() {
    try {
      return Files.exists(STAT) ? CpuTicks.parse(Files.readString(STAT)) : null;
    } catch (IOException e) {
      return null; // A system that hides the file does not tell.
    }
  }

  private static double ownSeconds() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .mapToDouble(OthersCpu::secondsOf)
        .sum();
  }

  /** CPU time of a process in seconds; 0 if it has ended. */
  public static double secondsOf(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }
}
