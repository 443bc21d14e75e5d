package io.laserstreams.cli;

import io.laserstreams.cli.options.ModelsMixin;
import io.laserstreams.tools.models.ModelDecisions;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser models promote}. */
@Command(
    name = "promote",
    description =
        "Make a release current, and hold it: later releases are published beside it until laser"
            + " models resume.",
    mixinStandardHelpOptions = true)
final class ModelsPromoteCommand implements Runnable {
  @Mixin private ModelsMixin models;

  @Parameters(paramLabel = "VERSION", description = "The release, as laser models list shows it.")
  private String version;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new ModelDecisions(models.options(), spec.commandLine().getOut(), InstantSource.system())
        .promote(version);
  }
}
