package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.tools.probe.Probe;
import io.laserstreams.tools.probe.ProbeOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser probe}: is anybody scoring? */
@Command(
    name = "probe",
    description = "Send one impression to a running system and wait for its score.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 1 if scoring refuses the impression; its dead letter is printed."})
final class ProbeCommand implements Callable<Integer> {
  @Mixin private ClusterMixin cluster;

  @Option(names = "--user", paramLabel = "ID", description = "User id (default: a new one).")
  private @Nullable String user;

  @Option(
      names = "--items",
      paramLabel = "ID",
      split = ",",
      description = "Candidates (default: ${DEFAULT-VALUE}).")
  private List<String> items = List.of("probe-1", "probe-2", "probe-3");

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "How long to wait for everything together: brokers, topics, registry and the score"
              + " (default: ${DEFAULT-VALUE}).")
  private int waitSeconds = 60;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ProbeOptions options =
        new ProbeOptions(cluster.settings(), user, items, Duration.ofSeconds(waitSeconds));
    return Probe.run(options, spec.commandLine().getOut()) ? 0 : 1;
  }
}
