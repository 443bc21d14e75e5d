package io.laserstreams.tools.bench.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.runtime.failure.UserException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Restricts processes to CPUs, by {@code taskset} of util-linux. */
public final class Pinning {
  private Pinning() {}

  /**
   * Restricts this process, and the children that it starts from now on.
   *
   * @param cpus for example {@code 0-1} or {@code 0,2}; null for all
   * @return the CPUs in words
   * @throws UserException if the system cannot
   */
  public static String ofThisProcess(@Nullable String cpus) {
    if (cpus == null) {
      return "all";
    }
    pin(ProcessHandle.current(), cpus);
    return cpus;
  }

  /**
   * Restricts all threads of a process.
   *
   * @throws UserException if the system cannot
   */
  public static void pin(ProcessHandle process, String cpus) {
    String[] command = {"taskset", "-a", "-c", "-p", cpus, Long.toString(process.pid())};
    try {
      Process taskset = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(taskset.getInputStream().readAllBytes(), UTF_8).strip();
      if (taskset.waitFor() != 0) {
        throw new UserException(
            "CPUs '" + cpus + "' cannot be had: " + said + ". Name some of this machine's, as 0,1");
      }
    } catch (IOException e) {
      throw new UserException(
          "taskset, which restricts processes to CPUs, does not run ("
              + e.getMessage()
              + "): install util-linux, or leave the CPUs out",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while restricting a process to CPUs " + cpus, e);
    }
  }
}
