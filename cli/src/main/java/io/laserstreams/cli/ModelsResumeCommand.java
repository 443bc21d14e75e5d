package io.laserstreams.cli;

import io.laserstreams.cli.options.ModelsMixin;
import io.laserstreams.tools.models.ModelDecisions;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser models resume}. */
@Command(
    name = "resume",
    description =
        "Hold no release any more: the newest one that is not withdrawn is current again.",
    mixinStandardHelpOptions = true)
final class ModelsResumeCommand implements Runnable {
  @Mixin private ModelsMixin models;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new ModelDecisions(models.options(), spec.commandLine().getOut(), InstantSource.system())
        .resume();
  }
}
