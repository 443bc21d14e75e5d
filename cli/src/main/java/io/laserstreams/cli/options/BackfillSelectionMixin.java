package io.laserstreams.cli.options;

import io.laserstreams.tools.backfill.BackfillOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a backfill publishes. */
public final class BackfillSelectionMixin {
  @Mixin private DatasetFilesMixin files;

  @Option(
      names = "--from",
      paramLabel = "PREFIX",
      description =
          "Read the topics with this prefix instead of files: of another system on the same"
              + " cluster.")
  private @Nullable String from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "Publish what happened before this time, 2026-01-31T12:00:00Z or 2026-01-31 (UTC)"
              + " (default: all).")
  private @Nullable String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Publish the first N interactions only.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--shown",
      description =
          "Also publish items that were only shown, for scoring with features.shown.value (default:"
              + " if --config sets it).")
  private boolean shown;

  @Option(
      names = "--interactions-only",
      description = "Users and items are on their topics already.")
  private boolean interactionsOnly;

  public BackfillOptions.Selection selection() {
    return new BackfillOptions.Selection(
        files.files(), from, until, limit, shown, interactionsOnly);
  }
}
