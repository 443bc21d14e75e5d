package io.laserstreams.cli;

import io.laserstreams.cli.options.AppConverter;
import io.laserstreams.runtime.process.AppMain;
import io.laserstreams.tools.apps.AppKind;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code laser run APP}: one app alone in this process, against any cluster. */
@Command(
    name = "run",
    description = "Run one app alone against any cluster, until a signal stops it.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Runnable {
  @Parameters(
      index = "0",
      paramLabel = "APP",
      converter = AppConverter.class,
      description = "${COMPLETION-CANDIDATES}")
  private AppKind app;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description =
          "The app's configuration, a properties file; docs/configuration.md lists its keys.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path config;

  @Override
  public void run() {
    AppMain.main(new String[] {"--config", config.toString()}, app::create);
  }
}
