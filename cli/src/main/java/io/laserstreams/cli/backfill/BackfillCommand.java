package io.laserstreams.cli.backfill;

import io.laserstreams.cli.ClusterOptions;
import io.laserstreams.cli.client.RecordPublisher;
import io.laserstreams.cli.offline.DatasetFiles;
import io.laserstreams.learning.dataset.ClassBalance;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.RowFinder;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.config.FeatureKeys;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.config.ScoringConfig;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
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
        "Publishes users, items and past interactions from files or topics, so that scoring has"
            + " histories, features and item statistics as if it had been there. Again or after a"
            + " crash in the middle, nothing counts twice.",
    footer = {
      "",
      "Run it before producers begin: what they send is of now, and the past that comes after it is"
          + " late."
    })
public final class BackfillCommand implements Runnable {
  private static final long ONE_EPOCH = Long.MAX_VALUE;
  private static final List<Topic> WRITTEN = List.of(Topic.USERS, Topic.ITEMS, Topic.INTERACTIONS);

  @Mixin DatasetFiles dataset;

  @Mixin ClusterOptions cluster;

  @Option(
      names = "--from",
      paramLabel = "PREFIX",
      description =
          "Take the past from the topics with this prefix instead of files: from another system on"
              + " the same cluster.")
  String from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "Publish what happened before this time, 2026-01-31T12:00:00Z or 2026-01-31 (UTC)"
              + " (default: all).")
  String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Publish the first N interactions only.")
  long limit = Long.MAX_VALUE;

  @Option(
      names = "--shown",
      description =
          "Publish what was shown and nothing more, too: for scoring with features.shown.value"
              + " (default: where --config has it).")
  boolean shown;

  @Option(
      names = "--interactions-only",
      description = "Users and items are on their topics already.")
  boolean interactionsOnly;

  @Option(
      names = "--scoring",
      paramLabel = "URL",
      split = ",",
      description =
          "Where all instances of scoring tell their metrics (default: http.host and http.port of"
              + " --config, else http://127.0.0.1:"
              + ScoringConfig.DEFAULT_HTTP_PORT
              + ").")
  List<URI> scoring;

  @Option(
      names = "--epoch",
      paramLabel = "DURATION",
      description = "features.epoch.ms of scoring (default: what --config says, else PT1H).")
  Duration epoch;

  @Option(
      names = "--no-wait",
      description =
          "Do not wait at each epoch until scoring has counted the one before. Histories and item"
              + " statistics end up the same; what users' features took from item statistics on the"
              + " way depends on speed.")
  boolean noWait;

  @Option(
      names = "--dry-run",
      description =
          "Read the files, say what would be published, what of it would be refused, and how long"
              + " it takes; ask nobody.")
  boolean dryRun;

  @Spec CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Past past = past();
    AppConfig config = cluster.read(ScoringConfig.APP, ScoringConfig.DEFAULT_HTTP_PORT);
    long epochMillis = epochMillis();
    describe(past, epochMillis).forEach(out::println);
    out.flush();
    if (dryRun) {
      out.println("Nothing was published: --dry-run.");
      return;
    }
    Destination.require(config, config.topicPrefix(), needed());
    if (noWait) {
      publish(past, ONE_EPOCH, config, Follower.NONE);
    } else {
      try (ScoringFollower follower = ScoringFollower.connect(config, addresses(config))) {
        publish(past, epochMillis, config, follower);
      }
    }
  }

  private List<Topic> needed() {
    List<Topic> needed = new ArrayList<>(WRITTEN);
    needed.add(Topic.DEAD_LETTERS);
    if (!noWait) {
      needed.addAll(List.of(Topic.ITEM_CONTRIBUTIONS, Topic.ITEM_STATISTICS));
    }
    return needed;
  }

  private void publish(Past past, long epochMillis, AppConfig config, Follower follower) {
    PrintWriter out = spec.commandLine().getOut();
    try (RecordPublisher publisher =
            RecordPublisher.bulk(
                config.clients().producer(), config.schemas(), config.topicPrefix());
        Refusals refusals = Refusals.open(config)) {
      Backfill backfill =
          new Backfill(
              past, Published.ids(config, refusals.catchUp()), epochMillis, publisher, follower);
      Map<TopicPartition, Long> ends = TopicEnds.read(config, WRITTEN);
      if (!interactionsOnly) {
        backfill.catalogue();
      }
      Backfill.Done done = backfill.interactions();
      if (done.skipped() > 0) {
        out.printf(Locale.ROOT, "%,d interactions were there already%n", done.skipped());
      }
      out.printf(
          Locale.ROOT,
          "Published %,d interactions in %.1f s, %,.0f a second%s%n",
          done.interactions(),
          done.seconds(),
          done.interactions() / done.seconds(),
          noWait
              ? "; scoring may still be reading them: laser dead-letters list tells what it refuses"
              : String.format(
                  Locale.ROOT,
                  "; %.1f s of it waited at %,d epochs",
                  done.waitedSeconds(),
                  done.epochs()));
      if (!noWait) {
        requireCounted(refusals.catchUp().after(ends));
        out.println("Scoring has counted all of them");
      }
    } catch (KafkaException e) {
      throw new UserException(
          "Not everything was written: "
              + Causes.of(e)
              + ". Run the command again when the brokers are well: what is there already counts"
              + " once",
          e);
    }
  }

  private static void requireCounted(Refused refused) {
    if (refused.count() > 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Scoring refused %,d of the records that came meanwhile: %s; the first: %s. Is it set"
                  + " otherwise than --config says? See laser dead-letters list; the next run"
                  + " publishes again what was refused",
              refused.count(),
              refused,
              refused.first()));
    }
  }

  private Past past() {
    int mostBytes =
        cluster
            .ofFile(StreamsKeys.MAX_RECORD_BYTES)
            .map(Integer::valueOf)
            .orElseGet(
                () ->
                    (Integer)
                        ScoringConfig.definition()
                            .defaultValues()
                            .get(StreamsKeys.MAX_RECORD_BYTES));
    AdmissionRules rules = new AdmissionRules(cluster.rules(), InstantSource.system(), mostBytes);
    if (from == null) {
      Dataset data = dataset.read();
      if (!shownCounts()) {
        ClassBalance.requireInteractions(data, dataset.folder());
      }
      PastOfFiles past = PastOfFiles.of(data, untilMillis(), limit, shownCounts());
      new DatasetCheck(data, rules, new RowFinder(data.description(), dataset.folder()))
          .require(past, !interactionsOnly);
      return past;
    }
    AppConfig config = cluster.read(ScoringConfig.APP, ScoringConfig.DEFAULT_HTTP_PORT);
    if (from.equals(config.topicPrefix())) {
      throw new UserException(
          "--from and --prefix are both '"
              + from
              + "': publish into a system under another prefix, which "
              + "has seen nothing yet");
    }
    Destination.require(config, from, List.of(Topic.USERS, Topic.ITEMS, Topic.INTERACTIONS));
    return PastOfTopics.read(config, from, untilMillis(), limit, shownCounts(), rules);
  }

  private List<String> describe(Past past, long epochMillis) {
    if (past.interactions() == 0) {
      throw new UserException(
          "There are no interactions to publish in "
              + past.name()
              + (until == null ? "" : " before " + until));
    }
    LongSummaryStatistics times = past.times().summaryStatistics();
    String catalogue =
        interactionsOnly
            ? ""
            : String.format(Locale.ROOT, "%,d users, %,d items and ", past.users(), past.items());
    List<String> lines = new ArrayList<>();
    long epochs = past.times().map(time -> Math.floorDiv(time, epochMillis)).distinct().count();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s%,d interactions from %s to %s, in %,d epochs of %s",
            past.name(),
            catalogue,
            past.interactions(),
            Instant.ofEpochMilli(times.getMin()),
            Instant.ofEpochMilli(times.getMax()),
            epochs,
            Duration.ofMillis(epochMillis)));
    lines.addAll(past.notes());
    if (!noWait) {
      lines.add(EpochWait.of(cluster::ofFile).describe(epochs));
    }
    return lines;
  }

  private boolean shownCounts() {
    return shown || cluster.ofFile(FeatureKeys.SHOWN_VALUE).isPresent();
  }

  private List<URI> addresses(AppConfig config) {
    return scoring != null
        ? scoring
        : List.of(URI.create("http://" + config.httpHost() + ":" + config.httpPort()));
  }

  private long epochMillis() {
    long millis =
        epoch != null
            ? epoch.toMillis()
            : cluster
                .ofFile(FeatureKeys.EPOCH_MS)
                .map(Long::valueOf)
                .orElseGet(
                    () ->
                        (Long)
                            FeatureKeys.define(new ConfigDef())
                                .defaultValues()
                                .get(FeatureKeys.EPOCH_MS));
    if (millis < 1) {
      throw new UserException("--epoch is " + epoch + ", must be a millisecond or longer");
    }
    return millis;
  }

  private long untilMillis() {
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
