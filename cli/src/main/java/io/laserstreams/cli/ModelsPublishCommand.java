package io.laserstreams.cli;

import io.laserstreams.cli.options.ModelsMixin;
import io.laserstreams.tools.models.ModelPublication;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser models publish}. */
@Command(
    name = "publish",
    description = "Publish a bundle as the newest release and say whether scoring serves it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The bundle is checked as scoring checks it before it is sent, and withdrawn if scoring"
          + " refuses it nevertheless. A release has a version of its own."
    })
final class ModelsPublishCommand implements Runnable {
  @Mixin private ModelsMixin models;

  @Parameters(paramLabel = "BUNDLE", description = "The bundle's file.")
  private Path bundle;

  @Option(
      names = "--promote",
      description = "Hold it: later releases do not take its place until laser models resume.")
  private boolean promote;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Releases that stay on the topic (default: ${DEFAULT-VALUE}).")
  private int keep = 5;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new ModelPublication(models.options(), spec.commandLine().getOut(), InstantSource.system())
        .publish(bundle, promote, keep);
  }
}
