package io.laserstreams.cli;

import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.cli.options.TailMixin;
import io.laserstreams.tools.tail.Tail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code laser tail}. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description =
        "Print the records of a topic, decoded, one line of JSON each: the newest ones, then those"
            + " that come, until Ctrl-C.",
    footer = {
      "",
      "Records of a partition keep their order; those of several come as they are read. Bytes of"
          + " more than 1 KiB, such as pieces of a model, appear as their number and SHA-256. A"
          + " record that the apps cannot read has \"damaged\" with the reason.",
      "",
      "For example: laser tail scores --user u1 --last 3 --no-follow"
    })
final class TailCommand implements Runnable {
  @Parameters(
      paramLabel = "TOPIC",
      description =
          "Its short name, like scores, to which --prefix is added; or the whole name of any topic"
              + " on the cluster.")
  private String topic;

  @Mixin private TailMixin records;
  @Mixin private ClusterMixin cluster;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new Tail(
            records.options(cluster.settings(), topic),
            spec.commandLine().getOut(),
            spec.commandLine().getErr())
        .run();
  }
}
