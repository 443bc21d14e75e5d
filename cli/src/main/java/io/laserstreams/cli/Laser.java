package io.laserstreams.cli;

import io.laserstreams.cli.backfill.BackfillCommand;
import io.laserstreams.cli.deadletters.DeadLettersCommand;
import io.laserstreams.cli.demo.DemoCommand;
import io.laserstreams.cli.docs.DocsCommand;
import io.laserstreams.cli.explain.ExplainCommand;
import io.laserstreams.cli.features.FeaturesCommand;
import io.laserstreams.cli.offline.EvaluateCommand;
import io.laserstreams.cli.offline.TrainCommand;
import io.laserstreams.cli.probe.ProbeCommand;
import io.laserstreams.cli.replay.ReplayCommand;
import io.laserstreams.cli.reproduce.ReproduceCommand;
import io.laserstreams.cli.topics.TopicsCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The {@code laser} command. A subcommand is a class of its own, named in the list below in the
 * order of the help text.
 */
@Command(
    name = "laser",
    description = "Real-time recommendation scoring on Kafka, with knowledge from language models.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
      UpCommand.class,
      RunCommand.class,
      TopicsCommand.class,
      BackfillCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ReproduceCommand.class,
      ExplainCommand.class,
      FeaturesCommand.class,
      DeadLettersCommand.class,
      ProbeCommand.class,
      DocsCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 something to put right on the command line, in the"
          + " configuration or the cluster."
    })
public final class Laser {
  private Laser() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command and returns the exit code. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Laser())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(Laser::explain);
  }

  private static int explain(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("laser: " + e.getMessage());
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }
}
