package io.laserstreams.cli.options;

import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.tail.RecordFilter;
import io.laserstreams.tools.tail.StartPoint;
import io.laserstreams.tools.tail.TailOptions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which records of a topic to print. */
public final class TailMixin {
  @ArgGroup(exclusive = true)
  private @Nullable Start start;

  @Option(names = "--key", paramLabel = "KEY", description = "Only records with this key.")
  private @Nullable String key;

  @Option(names = "--user", paramLabel = "ID", description = "Only records about this user.")
  private @Nullable String user;

  @Option(
      names = "--item",
      paramLabel = "ID",
      description = "Only records that name this item, also among candidates or in a history.")
  private @Nullable String item;

  @Option(
      names = "--impression",
      paramLabel = "ID",
      description = "Only this impression and what belongs to it: its score, its interactions.")
  private @Nullable String impression;

  @Option(
      names = {"-f", "--follow"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Wait for more at the end, as kcat and kafka-console-consumer do (default);"
              + " --no-follow ends there.")
  private boolean follow;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "End after N printed records (default: no limit).")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--committed",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Leave out records of open and aborted transactions, as consumers of scores must"
              + " (default); --no-committed prints them.")
  private boolean committed;

  static final class Start {
    @Option(
        names = "--from-beginning",
        description = "Print from the first record that the topic still has.")
    private boolean beginning;

    @Option(
        names = {"-n", "--last"},
        paramLabel = "N",
        description =
            "Print the newest N records that match, over all partitions (default: "
                + DEFAULT_LAST
                + "; 0: only what is to come).")
    private @Nullable Integer last;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description =
            "Print records whose record time is this or later: 2026-01-31T12:00:00Z, 2026-01-31"
                + " (UTC), or how long ago, like 15m, 2h or 7d.")
    private @Nullable String since;
  }

  private static final int DEFAULT_LAST = 10;

  public TailOptions options(ClusterSettings cluster, String topic) {
    return new TailOptions(
        cluster,
        topic,
        start(),
        new RecordFilter(key, user, item, impression),
        follow,
        limit,
        committed);
  }

  private StartPoint start() {
    if (start != null && start.beginning) {
      return new StartPoint.Beginning();
    }
    if (start != null && start.since != null) {
      return StartPoint.Since.parse(start.since, InstantSource.system());
    }
    return new StartPoint.Last(start == null || start.last == null ? DEFAULT_LAST : start.last);
  }
}
