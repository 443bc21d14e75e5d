package io.laserstreams.cli.options;

import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.models.ModelsOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that change the models of a living system. */
public final class ModelsMixin {
  @Mixin private ClusterMixin cluster;

  @Option(
      names = "--scoring",
      paramLabel = "URL",
      split = ",",
      description =
          "Where all instances of scoring serve their metrics (default: http.host and http.port of"
              + " --config, else http://127.0.0.1:"
              + ScoringConfig.DEFAULT_HTTP_PORT
              + ").")
  private @Nullable List<URI> scoring;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long scoring may take to serve another model (default: ${DEFAULT-VALUE}).")
  private int waitSeconds = 120;

  @Option(names = "--no-wait", description = "Do not ask scoring what became of it.")
  private boolean noWait;

  public ModelsOptions options() {
    return new ModelsOptions(cluster.settings(), scoring, Duration.ofSeconds(waitSeconds), noWait);
  }
}
