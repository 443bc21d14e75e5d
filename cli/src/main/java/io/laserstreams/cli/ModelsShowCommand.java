package io.laserstreams.cli;

import io.laserstreams.cli.options.ModelsMixin;
import io.laserstreams.tools.models.ModelListing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser models show}. */
@Command(
    name = "show",
    description = "Show a release and the manifest of its bundle.",
    mixinStandardHelpOptions = true)
final class ModelsShowCommand implements Runnable {
  @Mixin private ModelsMixin models;

  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description = "The release (default: the current one).")
  private @Nullable String version;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new ModelListing(models.options(), spec.commandLine().getOut()).show(version);
  }
}
