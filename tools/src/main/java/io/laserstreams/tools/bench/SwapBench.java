package io.laserstreams.tools.bench;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Row;
import io.laserstreams.tools.bench.load.Latencies;
import io.laserstreams.tools.bench.machine.OthersCpu;
import io.laserstreams.tools.bench.system.BenchCluster;
import io.laserstreams.tools.bench.system.SystemOptions;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import io.laserstreams.tools.bench.workload.SyntheticStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a swap costs slates that are under way, and what releases leave in memory. A repeat has two
 * windows at the same rate: one without and one with a release at its beginning.
 */
public final class SwapBench {
  private static final Measure USUAL = new Measure("p99 without a release", "ms");
  private static final Measure DURING = new Measure("p99 with a release", "ms");
  private static final Measure LARGEST = new Measure("largest with a release", "ms");
  private static final Measure SERVING = new Measure("published to serving", "s");
  private static final Measure BEFORE = new Measure("resident before", "MB");
  private static final Measure AFTER = new Measure("resident after", "MB");
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final long SEED = 1;

  private final SwapOptions options;
  private final BenchRun run;

  public SwapBench(SwapOptions options, BenchRun run) {
    this.options = requireNonNull(options, "options is null");
    this.run = requireNonNull(run, "run is null");
  }

  /** Measures, prints and writes the rows. */
  public List<Row> run() {
    SystemOptions settings = options.live().system();
    SyntheticStream stream = new SyntheticStream(SEED, settings.load().items());
    ModelBundle model = ServedBundle.of(settings, stream);
    RowSamples latency =
        new RowSamples(
            "latency", Map.of("slates", Rates.text(options.live().rate())), run.origin());
    RowSamples memory =
        new RowSamples(
            "memory", Map.of("releases", Integer.toString(options.more())), run.origin());
    try (BenchCluster cluster = BenchCluster.start(settings.folder(), run::say);
        SystemUnderTest system =
            SystemUnderTest.following("swap", cluster, settings, run.build(), model);
        Releases releases = new Releases(system, model)) {
      system.sendItems(stream);
      system.process().awaitReady(START_PATIENCE);
      releases.awaitServing(releases.publish());
      system.traffic().sendPast();
      WarmUp.of(system, options.live().warmUp(), latency);
      for (int repeat = 1; repeat <= run.repeats(); repeat++) {
        run.say("Repeat " + repeat + " of " + run.repeats() + " ...");
        OthersCpu others = new OthersCpu();
        swap(system, releases, latency);
        latency.busy(others);
      }
      if (options.more() > 0) {
        OthersCpu others = new OthersCpu();
        fill(system, releases, memory);
        memory.busy(others);
      }
    }
    return run.finish("swap", options.more() > 0 ? List.of(latency, memory) : List.of(latency));
  }

  private void swap(SystemUnderTest system, Releases releases, RowSamples row) {
    LiveOptions live = options.live();
    row.add(USUAL, system.traffic().atRate(live.rate(), live.window()).millis(99));
    CompletableFuture<Double> swapped =
        CompletableFuture.supplyAsync(
            () -> {
              long start = System.nanoTime();
              releases.awaitServing(releases.publish());
              return (System.nanoTime() - start) / 1e9;
            });
    Latencies during = system.traffic().atRate(live.rate(), live.window());
    row.add(SERVING, swapped.join());
    row.add(DURING, during.millis(99));
    row.add(LARGEST, during.millis(100));
  }

  private void fill(SystemUnderTest system, Releases releases, RowSamples row) {
    run.say(options.more() + " more releases ...");
    system.process().residentBytes().ifPresent(bytes -> row.add(BEFORE, bytes / 1e6));
    for (int i = 0; i < options.more(); i++) {
      releases.awaitServing(releases.publish());
    }
    system.process().residentBytes().ifPresent(bytes -> row.add(AFTER, bytes / 1e6));
  }
}
