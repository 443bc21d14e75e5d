package io.laserstreams.cli.options;

import io.laserstreams.tools.models.ModelsOptions;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that change the models of a living system. */
public final class ModelsMixin {
  @Mixin private ClusterMixin cluster;

  @Mixin private ScoringMixin scoring;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long scoring may take to serve another model (default: ${DEFAULT-VALUE}).")
  private int waitSeconds = 120;

  @Option(names = "--no-wait", description = "Do not ask scoring what became of it.")
  private boolean noWait;

  public ModelsOptions options() {
    return new ModelsOptions(
        cluster.settings(), scoring.addresses(), Duration.ofSeconds(waitSeconds), noWait);
  }
}
