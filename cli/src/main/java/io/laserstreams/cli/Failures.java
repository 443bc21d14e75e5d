package io.laserstreams.cli;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import io.laserstreams.lm.files.UnusableModelException;
import io.laserstreams.lm.hub.HubException;
import io.laserstreams.runtime.failure.Failure;
import io.laserstreams.runtime.failure.UserException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Ends a failed command: one line for a mistake that its caller can correct, a pointer to the log
 * for everything else.
 */
final class Failures implements IExecutionExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final List<Class<? extends Throwable>> MENDABLE =
      List.of(
          UserException.class,
          InvalidBundleException.class,
          InvalidDatasetException.class,
          UnusableModelException.class,
          HubException.class);
  private static final String LOG_FILE = System.getProperty("laser.log.file", "the log");

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    log.error("{} failed", command.getCommandSpec().qualifiedName(), e);
    Failure failure = Failure.of(e, MENDABLE);
    if (failure.mendable()) {
      command.getErr().println("laser: " + failure.sentence());
      return CommandLine.ExitCode.USAGE;
    }
    command
        .getErr()
        .println(
            "laser: unexpected failure: "
                + failure.sentence()
                + " (stack trace in "
                + LOG_FILE
                + ")");
    return CommandLine.ExitCode.SOFTWARE;
  }
}
