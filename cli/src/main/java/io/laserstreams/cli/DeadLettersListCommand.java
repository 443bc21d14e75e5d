package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.cli.options.DeadLetterMixin;
import io.laserstreams.tools.deadletters.DeadLetterAdmin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code laser dead-letters list}. */
@Command(
    name = "list",
    description = "List dead letters with their reason.",
    mixinStandardHelpOptions = true)
final class DeadLettersListCommand implements Runnable {
  @Mixin private ClusterMixin cluster;
  @Mixin private DeadLetterMixin letters;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new DeadLetterAdmin(cluster.settings(), letters.filter(), spec.commandLine().getOut()).list();
  }
}
