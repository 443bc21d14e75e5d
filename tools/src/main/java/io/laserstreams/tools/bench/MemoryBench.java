package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.schema.Topic;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.machine.OthersCpu;
import io.laserstreams.tools.bench.system.Changelogs;
import io.laserstreams.tools.bench.system.Heap;
import io.laserstreams.tools.bench.system.SystemOptions;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What users and items take in memory and on disk, scaled to a million of them. */
public final class MemoryBench {
  private static final Measure HEAP = new Measure("heap", "MB a million");
  private static final Measure RESIDENT = new Measure("resident", "MB a million");
  private static final Measure DISK = new Measure("state on disk", "MB a million");
  private static final Measure CHANGELOGS = new Measure("changelogs", "MB a million");

  private final SystemOptions options;
  private final BenchRun run;

  public MemoryBench(SystemOptions options, BenchRun run) {
    this.options = requireNonNull(options, "options is null");
    this.run = requireNonNull(run, "run is null");
  }

  private record Sizes(
      OptionalDouble heap, OptionalDouble resident, double disk, double changelogs) {}

  /** Measures, prints and writes the rows; each repeat starts from nothing. */
  public List<Row> run() {
    Map<String, String> ofUsers = new LinkedHashMap<>();
    ofUsers.put("measured with", Integer.toString(options.load().users()));
    ofUsers.put("events a user", Integer.toString(options.load().history()));
    RowSamples users = new RowSamples("users", ofUsers, run.origin());
    RowSamples items =
        new RowSamples(
            "items",
            Map.of("measured with", Integer.toString(options.load().items())),
            run.origin());
    for (int repeat = 1; repeat <= run.repeats(); repeat++) {
      run.say("Repeat " + repeat + " of " + run.repeats() + " ...");
      measure(items, users);
    }
    return run.finish("memory", List.of(items, users));
  }

  private void measure(RowSamples items, RowSamples users) {
    try (PinnedSystem pinned = PinnedSystem.openEmpty("memory", options, run)) {
      pinned.awaitReady();
      OthersCpu others = new OthersCpu();
      Sizes empty = sizes(pinned);
      pinned.sendItems(options);
      pinned.awaitTable(Topic.ITEMS);
      Sizes withItems = sizes(pinned);
      add(items, empty, withItems, options.load().items());
      items.busy(others);
      pinned.system().traffic().sendPast();
      pinned.system().traffic().askAll();
      add(users, withItems, sizes(pinned), options.load().users());
      users.busy(others);
    }
  }

  private static void add(RowSamples row, Sizes before, Sizes after, int number) {
    if (before.heap().isPresent() && after.heap().isPresent()) {
      row.add(HEAP, (after.heap().getAsDouble() - before.heap().getAsDouble()) / number);
    }
    if (before.resident().isPresent() && after.resident().isPresent()) {
      row.add(
          RESIDENT, (after.resident().getAsDouble() - before.resident().getAsDouble()) / number);
    }
    row.add(DISK, (after.disk() - before.disk()) / number);
    row.add(CHANGELOGS, (after.changelogs() - before.changelogs()) / number);
  }

  /** Bytes a user or item are megabytes a million of them. */
  private static Sizes sizes(PinnedSystem pinned) {
    SystemUnderTest system = pinned.system();
    return new Sizes(
        Heap.liveBytes(system.process()),
        system.process().residentBytes(),
        bytesBelow(system.state()),
        (double) Changelogs.bytes(pinned.cluster(), system));
  }

  private static double bytesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toFile).filter(file -> file.isFile()).mapToLong(f -> f.length()).sum();
    } catch (IOException e) {
      throw new UserException("Cannot read the state in " + folder + ": " + e.getMessage(), e);
    }
  }
}
