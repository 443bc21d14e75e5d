package io.laserstreams.cli;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.runtime.broker.UnsupportedBrokerException;
import io.laserstreams.schema.serde.RegistryUnavailableException;
import io.laserstreams.schema.serde.UnregisteredSchemaException;
import io.laserstreams.trainer.dataset.InvalidDatasetException;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Ends a command that failed: one line for what a person can put right, a pointer to the log for everything else. */
final class Failures implements IExecutionExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final List<Class<? extends Exception>> MENDABLE = List.of(UserException.class, ConfigException.class,
      UnsupportedBrokerException.class, UnregisteredSchemaException.class, RegistryUnavailableException.class,
      InvalidBundleException.class, InvalidDatasetException.class);
  private static final String LOG_FILE = System.getProperty("laser.log.file", "the log");

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    log.error("{} failed", command.getCommandSpec().qualifiedName(), e);
    if (MENDABLE.stream().anyMatch(type -> type.isInstance(e))) {
      command.getErr().println("laser: " + oneLine(e.getMessage()));
      return CommandLine.ExitCode.USAGE;
    }
    command.getErr().println("laser: unexpected failure: " + oneLine(e.toString()) + " (stack trace in " + LOG_FILE + ")");
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }
}
