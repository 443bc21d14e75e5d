package io.laserstreams.cli;

import io.laserstreams.cli.options.BackfillSelectionMixin;
import io.laserstreams.cli.options.ClusterMixin;
import io.laserstreams.cli.options.ScoringMixin;
import io.laserstreams.tools.backfill.Backfill;
import io.laserstreams.tools.backfill.BackfillOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code laser backfill}. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description =
        "Publish users, items and past interactions from files or topics, so that scoring has"
            + " histories, features and item statistics as if it had seen them happen. A repeated"
            + " run, or one after a crash, counts nothing twice.",
    footer = {
      "",
      "Run it before producers start: past interactions that arrive after current ones are late."
    })
final class BackfillCommand implements Runnable {
  @Mixin private ClusterMixin cluster;
  @Mixin private BackfillSelectionMixin selection;

  @Mixin private ScoringMixin scoring;

  @Option(
      names = "--epoch",
      paramLabel = "DURATION",
      description = "features.epoch.ms of scoring (default: that of --config, else PT1H).")
  private @Nullable Duration epoch;

  @Option(
      names = "--no-wait",
      description =
          "Do not wait at each epoch until scoring has counted the one before. Histories and item"
              + " statistics end up the same; what users' features took from item statistics on the"
              + " way depends on speed.")
  private boolean noWait;

  @Option(
      names = "--dry-run",
      description =
          "Read the files and report what would be published, what of it would be refused, and how"
              + " long it takes, without contacting the cluster.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    BackfillOptions options =
        new BackfillOptions(
            cluster.settings(),
            selection.selection(),
            new BackfillOptions.Waiting(scoring.addresses(), epoch, noWait),
            dryRun);
    new Backfill(options, spec.commandLine().getOut()).run();
  }
}
