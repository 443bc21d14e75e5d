package io.laserstreams.cli;

import io.laserstreams.cli.options.DatasetMixin;
import io.laserstreams.cli.options.EncoderMixin;
import io.laserstreams.cli.options.GridMixin;
import io.laserstreams.cli.options.ReportMixin;
import io.laserstreams.cli.options.SearchMixin;
import io.laserstreams.cli.options.StreamingMixin;
import io.laserstreams.cli.options.ThreadsMixin;
import io.laserstreams.tools.reproduce.ReproduceOptions;
import io.laserstreams.tools.reproduce.ReproduceRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser reproduce}. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description =
        "Train models on a dataset with and without knowledge and on fewer samples, and compare"
            + " them with each other and with published figures. Continues where an earlier run"
            + " stopped.")
final class ReproduceCommand implements Callable<Void> {
  @Mixin private DatasetMixin dataset;
  @Mixin private GridMixin grid;
  @Mixin private SearchMixin search;
  @Mixin private StreamingMixin streaming;
  @Mixin private EncoderMixin encoder;
  @Mixin private ThreadsMixin threads;
  @Mixin private ReportMixin report;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = "How many events the models look back (default: as described).")
  private @Nullable Integer history;

  @Spec private CommandSpec spec;

  @Override
  public @Nullable Void call() throws IOException {
    ReproduceOptions options =
        new ReproduceOptions(
            dataset.options(),
            grid.options(),
            search.options(),
            streaming.options(),
            history,
            encoder.id(),
            threads.threads(),
            report.output(),
            "laser " + String.join(" ", spec.commandLine().getParseResult().originalArgs()));
    new ReproduceRun(options, spec.commandLine().getOut()).run();
    return null;
  }
}
