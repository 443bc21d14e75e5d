package io.laserstreams.tools.bench.system;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cluster.Ports;
import io.laserstreams.runtime.config.CommonConfig;
import io.laserstreams.runtime.config.ConfigFile;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.bench.machine.OthersCpu;
import io.laserstreams.tools.bench.machine.Pinning;
import io.laserstreams.tools.bench.machine.ResidentMemory;
import io.laserstreams.tools.client.AppEndpoint;
import io.laserstreams.tools.client.Deadline;
import io.laserstreams.tools.client.MetricsText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An app in a process of its own, by the {@code laser} command of some build. */
public final class AppProcess implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);
  private static final int SHOWN_LINES = 5;
  private static final String READY = "laser_ready";
  private static final String ALLOCATED = "jvm_gc_memory_allocated_bytes_total";
  private static final List<String> RUN_SCORING = List.of("run", "scoring");
  private static final List<String> RUN_TOPOLOGY = List.of("bench", "topology");

  private final String name;
  private final Path output;
  private final Process process;
  private final @Nullable URI address;

  /** A killed measurement leaves no process behind. */
  private final Thread shutdownHook;

  private AppProcess(String name, Path output, Process process, @Nullable URI address) {
    this.shutdownHook = new Thread(process::destroy, "bench-stop-" + name);
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    this.name = name;
    this.output = output;
    this.process = process;
    this.address = address;
  }

  /**
   * How to start one.
   *
   * @param name of its files
   * @param folder of its files
   * @param heap as {@code -Xmx} reads it
   * @param cpus to which it is restricted; null for those of this process
   */
  record Start(
      String name,
      Path folder,
      Build build,
      Map<String, String> properties,
      String heap,
      @Nullable String cpus) {
    Start {
      requireNonNull(name, "name is null");
      requireNonNull(folder, "folder is null");
      requireNonNull(build, "build is null");
      properties = Map.copyOf(properties);
      requireNonNull(heap, "heap is null");
    }
  }

  /** Starts scoring, with metrics on a free port. */
  static AppProcess scoring(Start start) {
    int port = Ports.claim(List.of(new Ports.Request("Scoring", Ports.HOST, 0, "0"))).get(0);
    Map<String, String> properties = new TreeMap<>(start.properties());
    properties.put(CommonConfig.HTTP_PORT, Integer.toString(port));
    return launch(start, RUN_SCORING, properties, URI.create("http://127.0.0.1:" + port));
  }

  /** Starts a {@link BaselineTopology}. */
  static AppProcess topology(Start start) {
    return launch(start, RUN_TOPOLOGY, start.properties(), null);
  }

  private static AppProcess launch(
      Start start, List<String> command, Map<String, String> properties, @Nullable URI address) {
    Path output = start.folder().resolve(start.name() + ".out");
    try {
      Files.createDirectories(start.folder());
      Path file = start.folder().resolve(start.name() + ".properties");
      Files.write(
          file,
          properties.entrySet().stream()
              .map(entry -> ConfigFile.line(entry.getKey(), entry.getValue()))
              .toList());
      ProcessBuilder builder =
          new ProcessBuilder(
              start
                  .build()
                  .command(List.of(command.get(0), command.get(1), "--config", file.toString())));
      builder.environment().put("LASER_NO_BUILD", "1");
      builder.environment().put("LASER_HEAP", start.heap());
      builder
          .environment()
          .put("LASER_LOG", start.folder().resolve(start.name() + ".log").toString());
      Process process =
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      if (start.cpus() != null) {
        Pinning.pin(process.toHandle(), start.cpus());
      }
      return new AppProcess(start.name(), output, process, address);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + start.name(), e);
    }
  }

  /**
   * @throws UserException with the end of its output, if it has ended
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new UserException(
          name + " ended with exit code " + process.exitValue() + ": " + endOfOutput());
    }
  }

  private String endOfOutput() {
    try {
      List<String> lines = Files.readAllLines(output);
      return String.join(
          " / ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    } catch (IOException e) {
      return "its output cannot be read (" + e.getMessage() + ")";
    }
  }

  /**
   * Returns once the app says that it is ready.
   *
   * @throws UserException if it ends, or is not ready in time
   */
  public void awaitReady(Duration patience) {
    Deadline deadline = Deadline.in(patience);
    while (!isReady()) {
      requireAlive();
      if (deadline.isOver()) {
        throw new UserException(
            name + " is not ready after " + patience.toSeconds() + " s: " + endOfOutput());
      }
      Pause.briefly();
    }
  }

  private boolean isReady() {
    try {
      return metrics().samples(READY).stream().anyMatch(sample -> sample.value() == 1);
    } catch (UserException e) {
      return false; // It does not listen yet.
    }
  }

  /** Where scoring serves its metrics. */
  public URI address() {
    return requireNonNull(address, "only scoring has an address");
  }

  private MetricsText metrics() {
    return new AppEndpoint(name, "See " + output).metrics(address());
  }

  /** CPU time so far, in seconds. */
  public double cpuSeconds() {
    return OthersCpu.secondsOf(process.toHandle());
  }

  /** Bytes allocated up to the newest garbage collection; empty if the app does not tell. */
  public OptionalDouble allocatedBytes() {
    return address == null
        ? OptionalDouble.empty()
        : metrics().samples(ALLOCATED).stream().mapToDouble(MetricsText.Sample::value).findFirst();
  }

  /** Bytes of physical memory; empty if the system does not tell. */
  public OptionalDouble residentBytes() {
    return ResidentMemory.of(process.toHandle());
  }

  public long pid() {
    return process.pid();
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Stops it with a signal; kills it if that takes too long. */
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs or has run.
    }
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
