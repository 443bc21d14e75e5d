package io.laserstreams.cli;

import io.laserstreams.cli.options.ModelsMixin;
import io.laserstreams.tools.models.ModelDecisions;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser models rollback}. */
@Command(
    name = "rollback",
    description =
        "Go back to the release that was current before, hold it, and withdraw the current one.",
    mixinStandardHelpOptions = true)
final class ModelsRollbackCommand implements Runnable {
  @Mixin private ModelsMixin models;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new ModelDecisions(models.options(), spec.commandLine().getOut(), InstantSource.system())
        .rollBack();
  }
}
