package io.laserstreams.cli;

import io.laserstreams.cli.apps.AppKind;
import io.laserstreams.runtime.process.AppMain;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code laser run APP}: one app alone in this process, against any cluster. */
@Command(
    name = "run",
    description = "Run one app alone against any cluster, until it is stopped by a signal.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Runnable {
  @Parameters(index = "0", paramLabel = "APP", description = "${COMPLETION-CANDIDATES}")
  AppKind app;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description =
          "The app's configuration, a properties file; docs/configuration.md lists its keys.")
  Path config;

  @Override
  public void run() {
    AppMain.main(new String[] {"--config", config.toString()}, app::create);
  }
}
