package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What all measurements have in common.
 *
 * @param command the command line, to be kept with the figures
 * @param home folder of the build that measures
 * @param repeats of each row
 * @param cpus to which all processes are restricted, as taskset reads them; null for all
 * @param json file for the figures; null for none
 */
public record BenchOptions(
    String command, Path home, int repeats, @Nullable String cpus, @Nullable Path json) {
  public BenchOptions {
    requireNonNull(command, "command is null");
    requireNonNull(home, "home is null");
    requirePositive("--repeats", repeats);
    if (cpus != null && !cpus.matches("\\d+(-\\d+)?(,\\d+(-\\d+)?)*")) {
      throw new UserException("--cpus is '" + cpus + "', must be CPUs such as 0-1 or 0,2");
    }
  }

  /**
   * @throws UserException naming the option and its value
   */
  static int requirePositive(String option, int value) {
    if (value < 1) {
      throw new UserException(option + " is " + value + ", must be at least 1");
    }
    return value;
  }

  /**
   * @throws UserException naming the option and its value
   */
  static int requireNotNegative(String option, int value) {
    if (value < 0) {
      throw new UserException(option + " is " + value + ", must be at least 0");
    }
    return value;
  }
}
