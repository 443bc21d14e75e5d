package io.laserstreams.cli;

import io.laserstreams.tools.bench.figure.BenchPage;
import io.laserstreams.tools.bench.figure.BenchReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code laser bench page}. */
@Command(
    name = "page",
    description = "Render the page of the figures in files that --json has written.",
    mixinStandardHelpOptions = true)
final class BenchPageCommand implements Callable<Void> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Files, and folders of files that end in .json.")
  private List<Path> places = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The page (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("docs/benchmarks/README.md");

  @Override
  public @Nullable Void call() throws IOException {
    Files.writeString(out, BenchPage.of(BenchReport.readAll(places)));
    return null;
  }
}
