package io.laserstreams.tools.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Physical memory of a process. */
public final class ResidentMemory {
  private static final String KEY = "VmRSS:";

  private ResidentMemory() {}

  /** Bytes; empty if the system does not tell. */
  public static OptionalDouble of(ProcessHandle process) {
    try {
      return parse(Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")));
    } catch (IOException e) {
      return OptionalDouble.empty(); // No Linux, or the process has ended.
    }
  }

  /** Bytes by {@code /proc/PID/status}, which counts in kB. */
  static OptionalDouble parse(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(KEY))
        .mapToDouble(
            line -> Double.parseDouble(line.substring(KEY.length()).replace("kB", "").strip()))
        .map(kilobytes -> kilobytes * 1024)
        .findFirst();
  }
}
