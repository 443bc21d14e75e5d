package io.laserstreams.tools.bench;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.figure.Measure;
import io.laserstreams.tools.bench.figure.Origin;
import io.laserstreams.tools.bench.load.Latencies;
import io.laserstreams.tools.bench.machine.OthersCpu;
import io.laserstreams.tools.bench.system.AppProcess;
import io.laserstreams.tools.bench.system.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One app of the pipeline's comparison, with its rows: at saturation, and at each rate. */
final class PipelineSubject {
  static final Measure RATE = new Measure("rate", "slates/s");

  private static final Measure CPU = new Measure("CPU", "µs a slate");
  private static final Measure ALLOCATED = new Measure("allocated", "KB a slate");
  private static final Measure P50 = new Measure("p50", "ms");
  private static final Measure P99 = new Measure("p99", "ms");
  private static final Measure LARGEST = new Measure("largest", "ms");
  private static final Measure CPU_AT_RATE = new Measure("CPU at the rate", "µs a slate");
  private static final String LOAD = "load";

  private final SystemUnderTest system;
  private final Origin origin;
  private final Map<String, String> parameters;
  private final RowSamples saturated;
  private final Map<String, RowSamples> atRates = new LinkedHashMap<>();

  PipelineSubject(SystemUnderTest system, Origin origin, Map<String, String> parameters) {
    this.system = system;
    this.origin = origin.ofCommit(system.build().commit());
    this.parameters = parameters;
    this.saturated = row("saturated");
  }

  private RowSamples row(String load) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(LOAD, load);
    all.putAll(parameters);
    return new RowSamples(system.name(), all, origin);
  }

  SystemUnderTest system() {
    return system;
  }

  /** The row at saturation. */
  RowSamples saturated() {
    return saturated;
  }

  /**
   * One repeat of everything.
   *
   * @throws UserException if the app answers nothing
   */
  void measure(List<Double> rates, Duration window) {
    saturate(window);
    for (double rate : rates) {
      atRate(Rates.text(rate), rate, window);
    }
    atRate("half of its rate", saturated.newest(RATE) / 2, window);
  }

  private void saturate(Duration window) {
    AppProcess process = system.process();
    OthersCpu others = new OthersCpu();
    long answered = system.traffic().answered();
    double cpu = process.cpuSeconds();
    OptionalDouble allocated = process.allocatedBytes();
    double rate = system.traffic().saturate(window);
    double slates = system.traffic().answered() - answered;
    if (slates == 0) {
      throw new UserException(
          system.name() + " answered nothing within " + window + ": measure longer, with --window");
    }
    saturated.busy(others);
    saturated.add(RATE, rate);
    saturated.add(CPU, (process.cpuSeconds() - cpu) * 1e6 / slates);
    OptionalDouble after = process.allocatedBytes();
    if (allocated.isPresent() && after.isPresent()) {
      saturated.add(ALLOCATED, (after.getAsDouble() - allocated.getAsDouble()) / 1e3 / slates);
    }
  }

  private void atRate(String load, double rate, Duration window) {
    RowSamples row = atRates.computeIfAbsent(load, this::row);
    system.traffic().drain();
    OthersCpu others = new OthersCpu();
    double cpu = system.process().cpuSeconds();
    Latencies latencies = system.traffic().atRate(rate, window);
    row.busy(others);
    row.add(P50, latencies.millis(50));
    row.add(P99, latencies.millis(99));
    row.add(LARGEST, latencies.millis(100));
    row.add(CPU_AT_RATE, (system.process().cpuSeconds() - cpu) * 1e6 / latencies.count());
  }

  List<RowSamples> rows() {
    List<RowSamples> rows = new ArrayList<>(List.of(saturated));
    rows.addAll(atRates.values());
    return rows;
  }
}
