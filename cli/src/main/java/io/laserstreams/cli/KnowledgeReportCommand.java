package io.laserstreams.cli;

import io.laserstreams.tools.knowledge.KnowledgeReport;
import io.laserstreams.tools.knowledge.ReportOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser knowledge report}. */
@Command(
    name = "report",
    description =
        "Say what a living system's knowledge is due for, what waits for the budget and for how"
            + " long, and what answers have cost.",
    mixinStandardHelpOptions = true)
final class KnowledgeReportCommand implements Callable<Void> {
  @Option(
      names = "--knowledge",
      paramLabel = "URL",
      split = ",",
      defaultValue = ReportOptions.DEFAULT_ADDRESS,
      description =
          "Where all instances of streams-knowledge serve their metrics (default:"
              + " ${DEFAULT-VALUE}).")
  private List<URI> addresses = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report for scripts.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() throws IOException {
    new KnowledgeReport(new ReportOptions(addresses, json), spec.commandLine().getOut()).run();
    return null;
  }
}
