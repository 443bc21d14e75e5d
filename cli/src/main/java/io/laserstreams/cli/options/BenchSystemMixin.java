package io.laserstreams.cli.options;

import io.laserstreams.tools.bench.system.SystemOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A system under test. */
public final class BenchSystemMixin {
  @Mixin private BenchLoadMixin load;

  @Option(
      names = "--model",
      paramLabel = "NAME[:KNOWLEDGE]",
      description = "Model with random weights (default: ${DEFAULT-VALUE}).")
  private String model = "target-attention:none";

  @Option(names = "--features", description = "The model reads all streaming features.")
  private boolean features;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "A model of your own instead; users and items stay made-up ones.")
  private @Nullable Path bundle;

  @Option(
      names = "--at-least-once",
      description = "Without transactions (default: exactly once, as scoring itself).")
  private boolean atLeastOnce;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A key of scoring's configuration; repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of all topics (default: ${DEFAULT-VALUE}).")
  private int partitions = 1;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Heap of each process under test (default: ${DEFAULT-VALUE}).")
  private String heap = "1g";

  @Option(
      names = "--app-cpus",
      paramLabel = "LIST",
      description = "Restrict the processes under test to these CPUs (default: as --cpus).")
  private @Nullable String appCpus;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Keep the broker's data and the logs here, some GB; temporary if absent.")
  private @Nullable Path workDirectory;

  public SystemOptions options() {
    return new SystemOptions(
        load.load(),
        model,
        features,
        bundle,
        partitions,
        atLeastOnce,
        settings,
        heap,
        appCpus,
        workDirectory);
  }
}
