package io.laserstreams.tools.bench.machine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What measured.
 *
 * @param cpu name of the processor
 * @param cores that this process may use
 * @param memoryBytes of the machine
 * @param pinnedTo the CPUs that the run was restricted to, or {@code all}
 */
public record Machine(
    String cpu, int cores, long memoryBytes, String os, String jvm, String pinnedTo) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  public Machine {
    requireNonNull(cpu, "cpu is null");
    requireNonNull(os, "os is null");
    requireNonNull(jvm, "jvm is null");
    requireNonNull(pinnedTo, "pinnedTo is null");
  }

  /** This machine, as this process sees it. */
  public static Machine here(String pinnedTo) {
    return new Machine(
        Files.exists(CPU_INFO) ? cpu(lines()) : System.getProperty("os.arch", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        pinnedTo);
  }

  /** The name of the first processor in {@code /proc/cpuinfo}. */
  static String cpu(List<String> info) {
    return info.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseGet(() -> System.getProperty("os.arch", "unknown"));
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(CPU_INFO);
    } catch (IOException e) {
      return List.of(); // Its architecture names the processor instead.
    }
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }
}
