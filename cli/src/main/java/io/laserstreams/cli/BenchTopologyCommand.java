package io.laserstreams.cli;

import io.laserstreams.runtime.process.AppMain;
import io.laserstreams.tools.bench.system.BaselineTopology;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code laser bench topology}: a process that {@code laser bench pipeline} starts. */
@Command(
    name = "topology",
    hidden = true,
    description = "Run a topology that computes nothing, until a signal stops it.",
    mixinStandardHelpOptions = true)
final class BenchTopologyCommand implements Runnable {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Its configuration, a properties file.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path config;

  @Override
  public void run() {
    AppMain.main(new String[] {"--config", config.toString()}, BaselineTopology::new);
  }
}
