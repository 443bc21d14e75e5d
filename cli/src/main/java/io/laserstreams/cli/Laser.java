package io.laserstreams.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The {@code laser} command. Each subcommand is a class; the list below gives the order in the help
 * text.
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
      ModelsCommand.class,
      ConfigCommand.class,
      BackfillCommand.class,
      DescribeCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ReproduceCommand.class,
      ExplainCommand.class,
      FeaturesCommand.class,
      KnowledgeCommand.class,
      TailCommand.class,
      InspectCommand.class,
      DeadLettersCommand.class,
      ProbeCommand.class,
      BenchCommand.class,
      DocsCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 something to correct on the command line, in the"
          + " configuration or on the cluster."
    })
public final class Laser {
  private Laser() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command and returns the exit code. Numbers look the same on every machine. */
  public static int run(String... args) {
    Locale.setDefault(Locale.ROOT);
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
