package io.laserstreams.cli.options;

import io.laserstreams.scoring.config.ScoringConfig;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where scoring runs. */
public final class ScoringMixin {
  @Option(
      names = "--scoring",
      paramLabel = "URL",
      split = ",",
      description =
          "Where all instances of scoring serve their metrics (default: http.host and http.port of"
              + " --config, else http://127.0.0.1:"
              + ScoringConfig.DEFAULT_HTTP_PORT
              + ").")
  private @Nullable List<URI> addresses;

  /** Null if none is named. */
  public @Nullable List<URI> addresses() {
    return addresses;
  }
}
