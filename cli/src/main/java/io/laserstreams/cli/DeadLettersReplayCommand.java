package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.cli.options.DeadLetterMixin;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.deadletters.DeadLetterAdmin;
import io.laserstreams.tools.deadletters.LetterFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser dead-letters replay}. */
@Command(
    name = "replay",
    description =
        "Send the original bytes back to their topic, on the right partition for their key.",
    mixinStandardHelpOptions = true)
final class DeadLettersReplayCommand implements Runnable {
  @Mixin private ClusterMixin cluster;
  @Mixin private DeadLetterMixin letters;

  @Option(
      names = "--all",
      description = "Send every letter back; required without --reason, --from and --id.")
  private boolean all;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LetterFilter filter = letters.filter();
    if (filter.isEmpty() && !all) {
      throw new UserException(
          "Select the letters to send back with --reason, --from or --id, or all of them with"
              + " --all.");
    }
    new DeadLetterAdmin(cluster.settings(), filter, spec.commandLine().getOut()).replay();
  }
}
