package io.laserstreams.cli;

import io.laserstreams.cli.options.ModelsMixin;
import io.laserstreams.tools.models.ModelListing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser models list}. */
@Command(
    name = "list",
    description = "List the releases: which is current, who made them, when, and their metrics.",
    mixinStandardHelpOptions = true)
final class ModelsListCommand implements Runnable {
  @Mixin private ModelsMixin models;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new ModelListing(models.options(), spec.commandLine().getOut()).list();
  }
}
