package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.dataset.DatasetFiles;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to publish, where, and when the next epoch may begin.
 *
 * @param dryRun true to read the source and report, without asking anybody
 */
public record BackfillOptions(
    ClusterSettings cluster, Selection selection, Waiting waiting, boolean dryRun) {
  public BackfillOptions {
    requireNonNull(cluster, "cluster is null");
    requireNonNull(selection, "selection is null");
    requireNonNull(waiting, "waiting is null");
  }

  /**
   * What to publish.
   *
   * @param files of the dataset
   * @param from prefix of the topics to read instead of the files
   * @param until only what happened before this time, an instant or a day
   * @param limit first interactions to publish
   * @param shown whether to publish items that were only shown; false to follow the configuration
   * @param interactionsOnly whether to leave out users and items
   */
  public record Selection(
      DatasetFiles files,
      @Nullable String from,
      @Nullable String until,
      long limit,
      boolean shown,
      boolean interactionsOnly) {
    public Selection {
      requireNonNull(files, "files is null");
    }

    /** Milliseconds since the epoch of the first interaction to leave out. */
    long untilMillis() {
      if (until == null) {
        return Long.MAX_VALUE;
      }
      try {
        return until.contains("T")
            ? Instant.parse(until).toEpochMilli()
            : LocalDate.parse(until).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      } catch (DateTimeParseException e) {
        throw new UserException(
            "--until is '"
                + until
                + "', must be a time such as 2026-01-31T12:00:00Z or a day such as 2026-01-31",
            e);
      }
    }
  }

  /**
   * When the next epoch may begin.
   *
   * @param scoring addresses of all instances of scoring; null for the one of the configuration
   * @param epoch length of an epoch; null for the one of the configuration
   * @param none true to wait for nobody
   */
  public record Waiting(@Nullable List<URI> scoring, @Nullable Duration epoch, boolean none) {
    public Waiting {
      scoring = scoring == null ? null : List.copyOf(scoring);
    }
  }
}
