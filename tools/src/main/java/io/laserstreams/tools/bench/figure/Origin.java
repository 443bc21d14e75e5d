package io.laserstreams.tools.bench.figure;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.bench.machine.Machine;

/**
 * Where a row comes from.
 *
 * @param command the command line that measured it
 * @param commit of the build that was measured
 * @param date of the measurement, ISO 8601
 */
public record Origin(String command, String commit, String date, Machine machine) {
  public Origin {
    requireNonNull(command, "command is null");
    requireNonNull(commit, "commit is null");
    requireNonNull(date, "date is null");
    requireNonNull(machine, "machine is null");
  }

  /** The same measurement of another build. */
  public Origin ofCommit(String other) {
    return new Origin(command, other, date, machine);
  }
}
