package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.machine.OthersCpu;
import io.laserstreams.tools.bench.system.Changelogs;
import io.laserstreams.tools.bench.system.SystemOptions;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From {@code kill -9} to ready, started again at once, with the state at hand and with the state
 * deleted. What the latter takes longer is the reading of the changelogs.
 */
public final class RestoreBench {
  private static final Measure WITH_STATE = new Measure("ready with state", "s");
  private static final Measure WITHOUT = new Measure("ready without", "s");
  private static final Measure SIZE = new Measure("changelogs", "MB");
  private static final Measure SPEED = new Measure("restored", "MB/s");

  private final LiveOptions options;
  private final BenchRun run;

  /**
   * @param options whose rate is not used: slates of a window at saturation fill the state, beside
   *     the users' past
   */
  public RestoreBench(LiveOptions options, BenchRun run) {
    this.options = requireNonNull(options, "options is null");
    this.run = requireNonNull(run, "run is null");
  }

  /** Measures, prints and writes the row. */
  public List<Row> run() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("tasks", Integer.toString(options.system().partitions()));
    parameters.put("users", Integer.toString(options.system().load().users()));
    parameters.put("events a user", Integer.toString(options.system().load().history()));
    RowSamples row = new RowSamples("scoring", parameters, run.origin());
    // Its name, otherwise kept in the state, lets it take its old place in the group at once.
    SystemOptions named = options.system().with(CommonConfig.INSTANCE_ID, "restore");
    try (PinnedSystem pinned = PinnedSystem.open("restore", named, run)) {
      SystemUnderTest system = pinned.system();
      system.traffic().saturate(options.window());
      system.traffic().drain();
      for (int repeat = 1; repeat <= run.repeats(); repeat++) {
        run.say("Repeat " + repeat + " of " + run.repeats() + " ...");
        OthersCpu others = new OthersCpu();
        double with = restart(pinned, false);
        double megabytes = Changelogs.bytes(pinned.cluster(), system) / 1e6;
        double without = restart(pinned, true);
        row.busy(others);
        row.add(WITH_STATE, with);
        row.add(WITHOUT, without);
        row.add(SIZE, megabytes);
        if (without > with) {
          row.add(SPEED, megabytes / (without - with));
        } else {
          row.note("without state it was ready as soon, so that there is no speed of that repeat");
        }
      }
    }
    return run.finish("restore", List.of(row));
  }

  /** Returns the seconds from the kill until it is ready. */
  private static double restart(PinnedSystem pinned, boolean withoutState) {
    SystemUnderTest system = pinned.system();
    system.process().kill();
    if (withoutState) {
      system.deleteState();
    }
    long start = System.nanoTime();
    system.restart();
    pinned.awaitReady();
    return (System.nanoTime() - start) / 1e9;
  }
}
