package io.laserstreams.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.cli.Laser;
import io.laserstreams.cluster.Cluster;
import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.schema.Interaction;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.scoring.ScoringApp;
import io.laserstreams.scoring.features.FeatureEngine;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One system was running when everything happened, others are backfilled from files or from its
 * topics: all serve the same.
 */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
class BackfillTest {
  private static final long EPOCH = 60_000;
  private static final int RATINGS = 160;
  private static final int USERS = 7;
  private static final int ITEMS = 12;
  private static final FittedFactors FACTORS = TestModels.fittedFactors(ITEMS);
  private static final StreamingSettings SETTINGS =
      StreamingSettings.DEFAULT.withEpochMillis(EPOCH).withFields(List.of("age"), List.of("year"));

  @TempDir Path folder;

  private final List<Rating> ratings = new ArrayList<>();
  private long end;

  private record Rating(String user, String item, int stars, long time) {}

  @BeforeEach
  void rate() {
    var random = new Random(7);
    long time = Math.floorDiv(System.currentTimeMillis(), EPOCH) * EPOCH - 200 * EPOCH;
    for (int i = 0; i < RATINGS; i++) {
      time += 2 + random.nextInt((int) EPOCH / 4);
      ratings.add(
          new Rating(
              "u" + random.nextInt(USERS),
              "item" + (1 + random.nextInt(ITEMS)),
              1 + random.nextInt(5),
              time));
    }
    end = time + EPOCH;
  }

  @Test
  void shouldServeWhatASystemServesThatWasRunningAllAlong(Cluster cluster) throws IOException {
    writeFiles();
    Map<String, List<Object>> live;
    try (LaserSystem system = new LaserSystem(cluster, "backfill-live.", folder.resolve("live"))) {
      publishCatalogue(system);
      ScoringApp scoring = start(system);
      play(system, scoring);
      live = served(system, "live");
      publishRecordsThatAreRefused(system);
    }
    try (LaserSystem system =
        new LaserSystem(cluster, "backfill-files.", folder.resolve("files"))) {
      ScoringApp scoring = start(system);
      assertEquals(0, backfill(system, scoring, "--limit", "" + RATINGS / 3));
      assertEquals(0, backfill(system, scoring));
      assertEquals(live, served(system, "once"));
      assertEquals(RATINGS, counted(scoring));

      assertEquals(0, backfill(system, scoring));
      List<Interaction> published = published(system);
      assertEquals(RATINGS, published.size());
      published.forEach(
          interaction ->
              system.sendAsync(Topic.INTERACTIONS, interaction.getUserId(), interaction));
      system.flush();
      Await.until(
          "the same records as duplicates",
          () ->
              scoring
                      .meters()
                      .get("laser.history.interactions")
                      .tag("outcome", "duplicate")
                      .counter()
                      .count()
                  == RATINGS);
      assertEquals(live, served(system, "twice"));
      assertEquals(RATINGS, counted(scoring));
    }
    try (LaserSystem system =
        new LaserSystem(cluster, "backfill-topics.", folder.resolve("topics"))) {
      ScoringApp scoring = start(system);
      assertEquals(0, backfill(system, scoring, "--from", "backfill-live."));
      assertEquals(live, served(system, "copied"));
      assertEquals(RATINGS, counted(scoring));
    }
  }

  @Test
  void shouldReportWhatScoringRefusedAndPublishItAgainOnceItIsAccepted(Cluster cluster)
      throws IOException {
    writeFiles();
    long refused =
        ratings.stream()
            .limit(RATINGS / 2)
            .filter(rating -> rating.time() < ratings.get(10).time())
            .count();
    try (LaserSystem system =
        new LaserSystem(cluster, "backfill-refused.", folder.resolve("refused"))) {
      ScoringApp strict =
          start(system, Map.of("event.time.min", Long.toString(ratings.get(10).time())));
      assertEquals(2, backfill(system, strict, "--limit", "" + RATINGS / 2));
      assertEquals(RATINGS / 2 - refused, counted(strict));
      system.stop(strict);
      ScoringApp scoring = start(system);
      assertEquals(0, backfill(system, scoring, "--limit", "" + RATINGS / 2));
      assertEquals(RATINGS / 2, counted(scoring));
      assertEquals(0, backfill(system, scoring, "--limit", "" + RATINGS / 2));
      assertEquals(
          RATINGS / 2 + refused, published(system).size(), "nothing is published a third time");
    }
  }

  private static void publishRecordsThatAreRefused(LaserSystem system) {
    long seconds = System.currentTimeMillis() / 1_000;
    system.sendAsync(
        Topic.INTERACTIONS,
        "u0",
        new Interaction(
            "r-in-seconds", "u0", "item1", seconds, InteractionKind.CLICK, null, null, null));
    system.sendAsync(
        Topic.INTERACTIONS,
        "u0",
        new Interaction(
            "r-blank",
            "u0",
            "item1 ",
            System.currentTimeMillis(),
            InteractionKind.CLICK,
            null,
            null,
            null));
    system.sendAsync(
        Topic.ITEMS,
        "item1",
        new Item("item1", "In seconds", "", List.of("none"), Map.of(), seconds));
    system.sendAsync(Topic.USERS, "u0", new User("u0", Map.of("age", "in seconds"), seconds));
    system.flush();
  }

  private ScoringApp start(LaserSystem system) {
    return start(system, Map.of());
  }

  private ScoringApp start(LaserSystem system, Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(more);
    properties.putAll(
        Map.ofEntries(
            Map.entry(
                "model.bundle", Bundles.withFeatures(folder, "m1", SETTINGS, FACTORS).toString()),
            Map.entry("attribution.window.ms", "1000"),
            Map.entry("attribution.lateness.ms", "0"),
            Map.entry("attribution.grace.ms", "10000"),
            Map.entry("features.epoch.ms", Long.toString(EPOCH)),
            Map.entry("features.user.fields", "age"),
            Map.entry("features.item.fields", "year"),
            Map.entry("features.publish.ms", "20"),
            Map.entry("commit.interval.ms", "20")));
    return (ScoringApp) system.start(AppKind.SCORING, properties);
  }

  private void publishCatalogue(LaserSystem system) {
    for (int i = 1; i <= ITEMS; i++) {
      system.sendAsync(
          Topic.ITEMS,
          "item" + i,
          new Item(
              "item" + i, "Title " + i, "", List.of(category(i)), Map.of("year", year(i)), 0L));
    }
    for (int u = 0; u < USERS; u++) {
      system.sendAsync(Topic.USERS, "u" + u, new User("u" + u, Map.of("age", age(u)), 0L));
    }
    system.flush();
  }

  /**
   * Plays the events live: an impression, then its rating, and between two epochs a wait until the
   * statistics have caught up.
   */
  private void play(LaserSystem system, ScoringApp scoring) {
    long epoch = 0;
    for (int i = 0; i < RATINGS; i++) {
      Rating rating = ratings.get(i);
      if (rating.time() / EPOCH != epoch) {
        epoch = rating.time() / EPOCH;
        awaitCounted(system, scoring, i);
      }
      system.sendAsync(
          Topic.IMPRESSIONS,
          rating.user(),
          LaserSystem.impressionOf("i" + i, rating.user(), rating.time(), rating.item()));
      system.sendAsync(
          Topic.INTERACTIONS,
          rating.user(),
          new Interaction(
              "r" + i,
              rating.user(),
              rating.item(),
              rating.time() + 1,
              InteractionKind.RATING,
              "i" + i,
              null,
              (float) rating.stars()));
    }
    awaitCounted(system, scoring, RATINGS);
  }

  private static void awaitCounted(LaserSystem system, ScoringApp scoring, int interactions) {
    system.flush();
    Await.until(
        () -> interactions + " interactions in the item statistics, not " + counted(scoring),
        () -> counted(scoring) == interactions);
  }

  private static int counted(ScoringApp scoring) {
    return (int) scoring.meters().get(FeatureEngine.INTERACTIONS).gauge().value();
  }

  /** What each user is served afterwards: the scores, and everything they were computed from. */
  private Map<String, List<Object>> served(LaserSystem system, String name) {
    for (int u = 0; u < USERS; u++) {
      String[] candidates = {"item" + (1 + u), "item" + (2 + u), "item" + (3 + u)};
      system.sendAsync(
          Topic.IMPRESSIONS,
          "u" + u,
          LaserSystem.impressionOf(name + "-" + u, "u" + u, end, candidates));
    }
    system.flush();
    List<ScoredSlate> scores = system.scores(USERS, name);
    for (ScoredSlate score : scores) {
      String user = score.getUserId();
      score
          .getCandidates()
          .forEach(
              candidate ->
                  system.sendAsync(
                      Topic.INTERACTIONS,
                      user,
                      new Interaction(
                          score.getImpressionId() + candidate.getItemId(),
                          user,
                          candidate.getItemId(),
                          end + 1,
                          InteractionKind.SHOWN,
                          score.getImpressionId(),
                          candidate.getRank(),
                          null)));
      system.sendAsync(
          Topic.INTERACTIONS,
          user,
          new Interaction(
              score.getImpressionId() + "-closed",
              user,
              "item1",
              end + EPOCH,
              InteractionKind.SHOWN,
              null,
              null,
              null));
    }
    system.flush();
    Map<String, TrainingSample> samples = new HashMap<>();
    Await.until(
        USERS + " samples of " + name,
        () -> {
          system.records(Topic.SAMPLES, TrainingSample.class).stream()
              .filter(sample -> sample.getImpressionId().startsWith(name))
              .forEach(sample -> samples.put(sample.getUserId(), sample));
          return samples.size() == USERS;
        });
    Map<String, List<Object>> served = new TreeMap<>();
    for (ScoredSlate score : scores) {
      TrainingSample sample = samples.get(score.getUserId());
      served.put(
          score.getUserId(),
          List.of(
              score.getOutcome(),
              score.getCandidates(),
              score.getUserKnown(),
              score.getHistoryLength(),
              sample.getProfile(),
              sample.getHistory(),
              sample.getFeatures(),
              sample.getCandidates()));
    }
    return served;
  }

  private static List<Interaction> published(LaserSystem system) {
    return system.records(Topic.INTERACTIONS, Interaction.class).stream()
        .filter(interaction -> interaction.getInteractionId().startsWith("ratings-"))
        .toList();
  }

  private int backfill(LaserSystem system, ScoringApp scoring, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "backfill",
                "--dataset",
                folder.resolve("ratings.yaml").toString(),
                "--bootstrap",
                system.cluster().bootstrapServers(),
                "--registry",
                system.cluster().registryUrl(),
                "--prefix",
                system.prefix(),
                "--scoring",
                "http://127.0.0.1:" + scoring.httpPort().orElseThrow(),
                "--epoch",
                "PT1M"));
    arguments.addAll(List.of(more));
    return Laser.run(arguments.toArray(String[]::new));
  }

  private void writeFiles() throws IOException {
    var rows = new StringBuilder("user,item,stars,at\n");
    ratings.forEach(
        rating ->
            rows.append(
                "%s,%s,%d,%d%n"
                    .formatted(rating.user(), rating.item(), rating.stars(), rating.time())));
    var users = new StringBuilder("user,age\n");
    for (int u = 0; u < USERS; u++) {
      users.append("u").append(u).append(',').append(age(u)).append('\n');
    }
    var items = new StringBuilder("item,title,category,year\n");
    for (int i = 1; i <= ITEMS; i++) {
      items.append("item%d,Title %d,%s,%s%n".formatted(i, i, category(i), year(i)));
    }
    Files.writeString(folder.resolve("ratings.csv"), rows);
    Files.writeString(folder.resolve("users.csv"), users);
    Files.writeString(folder.resolve("items.csv"), items);
    Files.writeString(
        folder.resolve("ratings.yaml"),
        """
        name: ratings
        interactions:
          file: ratings.csv
          user: user
          item: item
          value: stars
          time: {column: at, unit: milliseconds}
        users: {file: users.csv, id: user, fields: {age: age}}
        items:
          file: items.csv
          id: item
          title: title
          categories: {column: category}
          fields: {year: year}
        label: {above: 3}
        """);
  }

  private static String category(int item) {
    return item % 3 == 0 ? "Drama" : "Comedy";
  }

  private static String year(int item) {
    return Integer.toString(1990 + item % 4);
  }

  private static String age(int user) {
    return user % 2 == 0 ? "18" : "35";
  }
}
