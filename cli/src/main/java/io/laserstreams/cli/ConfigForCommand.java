package io.laserstreams.cli;

import io.laserstreams.cli.options.AppConverter;
import io.laserstreams.tools.apps.AppKind;
import io.laserstreams.tools.models.BundleConfiguration;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser config for}. */
@Command(
    name = "for",
    description = "Print the properties that the apps need for a bundle.",
    mixinStandardHelpOptions = true)
final class ConfigForCommand implements Runnable {
  @Parameters(paramLabel = "BUNDLE", description = "The bundle's file.")
  private Path bundle;

  @Option(
      names = "--app",
      paramLabel = "APP",
      converter = AppConverter.class,
      description = "Only for this app, to be appended to its file (default: for each app).")
  private @Nullable AppKind app;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    BundleConfiguration.print(bundle, app, spec.commandLine().getOut());
  }
}
