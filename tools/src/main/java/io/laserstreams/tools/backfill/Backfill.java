package io.laserstreams.tools.backfill;

import static java.util.Objects.requireNonNull;

import io.laserstreams.featureconfig.FeatureKeys;
import io.laserstreams.learning.dataset.ClassBalance;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.RowFinder;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.Causes;
import io.laserstreams.runtime.failure.UserException;
import io.laserstreams.runtime.streams.StreamsKeys;
import io.laserstreams.schema.Topic;
import io.laserstreams.scoring.config.ScoringConfig;
import io.laserstreams.tools.client.ClusterSettings;
import io.laserstreams.tools.client.RecordPublisher;
import io.laserstreams.tools.client.RequiredTopics;
import io.laserstreams.tools.client.ScoringConfigFile;
import io.laserstreams.tools.client.TopicEnds;
import io.laserstreams.tools.dataset.DatasetFiles;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Publishes users, items and past interactions from files or topics, so that scoring has histories,
 * features and item statistics as if it had seen them happen. A repeated run counts nothing twice.
 */
public final class Backfill {
  private static final long ONE_EPOCH = Long.MAX_VALUE;
  private static final List<Topic> WRITTEN = List.of(Topic.USERS, Topic.ITEMS, Topic.INTERACTIONS);

  private final BackfillOptions options;
  private final BackfillOptions.Selection selection;
  private final ClusterSettings cluster;
  private final ScoringConfigFile scoring;
  private final boolean waits;
  private final PrintWriter out;

  public Backfill(BackfillOptions options, PrintWriter out) {
    this.options = requireNonNull(options, "options is null");
    this.out = requireNonNull(out, "out is null");
    this.selection = options.selection();
    this.cluster = options.cluster();
    this.scoring = new ScoringConfigFile(cluster::setting);
    this.waits = !options.waiting().none();
  }

  /**
   * Publishes, and returns once scoring has counted everything.
   *
   * @throws UserException naming what is wrong with the options, the source or the cluster
   */
  public void run() {
    BackfillSource source = source();
    AppConfig config = config();
    long epochMillis = epochMillis();
    describe(source, epochMillis).forEach(out::println);
    out.flush();
    if (options.dryRun()) {
      out.println("Nothing was published: --dry-run.");
      return;
    }
    RequiredTopics.require(config, config.topicPrefix(), needed());
    if (waits) {
      try (AwaitedScoring follower = AwaitedScoring.connect(config, addresses(config))) {
        publish(source, epochMillis, config, follower);
      }
    } else {
      publish(source, ONE_EPOCH, config, AwaitedApp.NONE);
    }
  }

  private AppConfig config() {
    return cluster.read(ScoringConfig.APP, ScoringConfig.DEFAULT_HTTP_PORT);
  }

  private List<Topic> needed() {
    List<Topic> needed = new ArrayList<>(WRITTEN);
    needed.add(Topic.DEAD_LETTERS);
    if (waits) {
      needed.addAll(List.of(Topic.ITEM_CONTRIBUTIONS, Topic.ITEM_STATISTICS));
    }
    return needed;
  }

  private void publish(
      BackfillSource source, long epochMillis, AppConfig config, AwaitedApp follower) {
    try (RecordPublisher publisher =
            RecordPublisher.bulk(
                config.clients().producer(), config.schemas(), config.topicPrefix());
        RefusedRecords refusals = RefusedRecords.open(config)) {
      BackfillPublisher backfill =
          new BackfillPublisher(
              source,
              PublishedInteractions.ids(config, refusals.catchUp()),
              epochMillis,
              publisher,
              follower);
      Map<TopicPartition, Long> ends = TopicEnds.read(config, WRITTEN);
      if (!selection.interactionsOnly()) {
        backfill.catalogue();
      }
      BackfillPublisher.Result result = backfill.interactions();
      if (result.skipped() > 0) {
        out.printf(Locale.ROOT, "%,d interactions were published before%n", result.skipped());
      }
      out.printf(
          Locale.ROOT,
          "Published %,d interactions in %.1f s, %,.0f a second%s%n",
          result.interactions(),
          result.seconds(),
          result.interactions() / result.seconds(),
          waits
              ? String.format(
                  Locale.ROOT,
                  "; %.1f s of it waited at %,d epochs",
                  result.waitedSeconds(),
                  result.epochs())
              : "; scoring may still be reading them: laser dead-letters list shows what it"
                  + " refuses");
      if (waits) {
        requireCounted(refusals.catchUp().after(ends));
        out.println("Scoring has counted all of them");
      }
    } catch (KafkaException e) {
      throw new UserException(
          "Not everything was written: "
              + Causes.of(e)
              + ". Run the command again when the brokers are healthy: what is there already counts"
              + " once",
          e);
    }
  }

  private static void requireCounted(RefusalCounts refused) {
    if (refused.count() > 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Scoring refused %,d of the records that arrived meanwhile: %s; the first: %s. Does"
                  + " its configuration differ from --config? See laser dead-letters list; the next"
                  + " run publishes again what was refused",
              refused.count(),
              refused,
              refused.first()));
    }
  }

  private BackfillSource source() {
    int maxBytes = Math.toIntExact(scoring.number(StreamsKeys.MAX_RECORD_BYTES));
    AcceptanceRules rules = new AcceptanceRules(cluster.rules(), InstantSource.system(), maxBytes);
    String from = selection.from();
    if (from == null) {
      DatasetFiles files = selection.files();
      Dataset data = files.read();
      if (!shownCounts()) {
        ClassBalance.requireInteractions(data, files.folder());
      }
      DatasetSource source =
          DatasetSource.of(data, selection.untilMillis(), selection.limit(), shownCounts());
      new DatasetCheck(data, rules, new RowFinder(data.description(), files.folder()))
          .require(source, !selection.interactionsOnly());
      return source;
    }
    AppConfig config = config();
    if (from.equals(config.topicPrefix())) {
      throw new UserException(
          "--from and --prefix are both '"
              + from
              + "': publish into a system with another prefix, which has seen nothing yet");
    }
    RequiredTopics.require(config, from, List.of(Topic.USERS, Topic.ITEMS, Topic.INTERACTIONS));
    return TopicSource.read(
        config, from, selection.untilMillis(), selection.limit(), shownCounts(), rules);
  }

  private List<String> describe(BackfillSource source, long epochMillis) {
    if (source.interactions() == 0) {
      throw new UserException(
          "There are no interactions to publish in "
              + source.name()
              + (selection.until() == null ? "" : " before " + selection.until()));
    }
    LongSummaryStatistics times = source.times().summaryStatistics();
    String catalogue =
        selection.interactionsOnly()
            ? ""
            : String.format(
                Locale.ROOT, "%,d users, %,d items and ", source.users(), source.items());
    List<String> lines = new ArrayList<>();
    long epochs = source.times().map(time -> Math.floorDiv(time, epochMillis)).distinct().count();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s%,d interactions from %s to %s, in %,d epochs of %s",
            source.name(),
            catalogue,
            source.interactions(),
            Instant.ofEpochMilli(times.getMin()),
            Instant.ofEpochMilli(times.getMax()),
            epochs,
            Duration.ofMillis(epochMillis)));
    lines.addAll(source.notes());
    if (waits) {
      lines.add(EpochWait.of(scoring).describe(epochs));
    }
    return lines;
  }

  private boolean shownCounts() {
    return selection.shown() || cluster.setting(FeatureKeys.SHOWN_VALUE).isPresent();
  }

  private List<URI> addresses(AppConfig config) {
    List<URI> named = options.waiting().scoring();
    return named != null
        ? named
        : List.of(URI.create("http://" + config.httpHost() + ":" + config.httpPort()));
  }

  private long epochMillis() {
    Duration epoch = options.waiting().epoch();
    long millis = epoch != null ? epoch.toMillis() : scoring.number(FeatureKeys.EPOCH_MS);
    if (millis < 1) {
      throw new UserException(
          "--epoch is " + Duration.ofMillis(millis) + ", must be at least a millisecond");
    }
    return millis;
  }
}
