package io.laserstreams.systemtests;

import static io.laserstreams.schema.Topic.IMPRESSIONS;
import static io.laserstreams.schema.Topic.INTERACTIONS;
import static io.laserstreams.schema.Topic.ITEMS;
import static io.laserstreams.schema.Topic.ITEM_CONTRIBUTIONS;
import static io.laserstreams.schema.Topic.ITEM_STATISTICS;
import static io.laserstreams.schema.Topic.KNOWLEDGE_ANSWERS;
import static io.laserstreams.schema.Topic.KNOWLEDGE_ITEMS;
import static io.laserstreams.schema.Topic.KNOWLEDGE_USERS;
import static io.laserstreams.schema.Topic.MODELS;
import static io.laserstreams.schema.Topic.SAMPLES;
import static io.laserstreams.schema.Topic.USERS;
import static io.laserstreams.systemtests.support.BadRecord.bad;
import static io.laserstreams.systemtests.support.Records.answer;
import static io.laserstreams.systemtests.support.Records.click;
import static io.laserstreams.systemtests.support.Records.knowledge;
import static io.laserstreams.systemtests.support.Records.sample;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.cluster.Cluster;
import io.laserstreams.crm.DamagedBundles;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.App;
import io.laserstreams.runtime.deadletter.KeyPartition;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.ItemContribution;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.ScoredCandidate;
import io.laserstreams.schema.ScoredSlate;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.schema.TrainingSample;
import io.laserstreams.schema.User;
import io.laserstreams.systemtests.support.BadRecord;
import io.laserstreams.systemtests.support.Bundles;
import io.laserstreams.systemtests.support.ClusterUnderTest;
import io.laserstreams.systemtests.support.HttpPort;
import io.laserstreams.systemtests.support.LaserSystem;
import io.laserstreams.testsupport.Await;
import io.laserstreams.tools.apps.AppKind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad records sent to a running system: each has its outcome (docs/scoring.md), and the system
 * keeps running.
 */
@Tag("broker")
@ExtendWith(ClusterUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String V1 = "20260101T000000.000Z-0001";
  private static final String V2 = "20260101T000000.000Z-0002";
  private static final long NOW = System.currentTimeMillis();
  private static final long YEAR_1980 = Instant.parse("1980-01-01T00:00:00Z").toEpochMilli();
  private static final long YEAR_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
  private static final long WINDOW = 20_000;
  private static final byte[] NOT_AVRO = "{\"json\": true}".getBytes(UTF_8);
  private static final byte[] UNKNOWN_SCHEMA = {0, 0x7f, 0, 0, 0, 1, 2, 3};

  /** Prefix of the keys of records that are on their topics before the apps start. */
  private static final String EARLY = "early-";

  @TempDir static Path folder;

  private final HttpPort http = HttpPort.free();
  private LaserSystem system;
  private List<App> apps;
  private ScoredSlate withoutModel;
  private Map<String, List<String>> letters;

  static Stream<BadRecord> badRecords() {
    return Stream.of(
        bad(IMPRESSIONS, "impression-not-avro", NOT_AVRO, "scoring unreadable"),
        bad(IMPRESSIONS, "impression-of-unknown-schema", UNKNOWN_SCHEMA, "scoring unreadable"),
        bad(
            INTERACTIONS,
            "interaction-not-avro",
            NOT_AVRO,
            "knowledge unreadable",
            "scoring unreadable"),
        bad(
            INTERACTIONS,
            "interaction-of-unknown-schema",
            UNKNOWN_SCHEMA,
            "knowledge unreadable",
            "scoring unreadable"),
        bad(USERS, "user-not-avro", NOT_AVRO, "knowledge unreadable", "scoring unreadable"),
        bad(
            ITEMS,
            "item-not-avro",
            NOT_AVRO,
            "knowledge unreadable",
            "scoring unreadable",
            "trainer unreadable"),
        bad(
            ITEMS,
            "item-of-unknown-schema",
            UNKNOWN_SCHEMA,
            "knowledge unreadable",
            "scoring unreadable",
            "trainer unreadable"),
        bad(KNOWLEDGE_ANSWERS, "answer-not-avro", NOT_AVRO, "knowledge unreadable"),
        bad(
            KNOWLEDGE_ITEMS,
            "knowledge-not-avro",
            NOT_AVRO,
            "scoring unreadable",
            "trainer unreadable"),
        bad(SAMPLES, "sample-not-avro", NOT_AVRO, "trainer unreadable"),
        bad(ITEM_STATISTICS, EARLY + "statistics-not-avro", NOT_AVRO, "scoring unreadable"),
        bad(
            ITEM_STATISTICS,
            EARLY + "statistics-of-minus-five-segments",
            key -> statistics(key, -5),
            "scoring bad-statistics"),
        bad(
            ITEM_STATISTICS,
            EARLY + "statistics-of-two-billion-segments",
            key -> statistics(key, 2_000_000_000),
            "scoring bad-statistics"),
        bad(
            ITEM_STATISTICS,
            "statistics-of-minus-five-segments",
            key -> statistics(key, -5),
            "scoring bad-statistics"),
        bad(ITEM_CONTRIBUTIONS, EARLY + "sums-not-avro", NOT_AVRO, "scoring unreadable"),
        bad(
            ITEM_CONTRIBUTIONS,
            EARLY + "sums-of-minus-five-segments",
            key -> contribution(key, -5),
            "scoring bad-sums"),
        bad(
            ITEM_CONTRIBUTIONS,
            "sums-of-two-billion-segments",
            key -> contribution(key, 2_000_000_000),
            "scoring bad-sums"),
        bad(MODELS, "release-not-avro", NOT_AVRO, "scoring unreadable"),
        bad(
            IMPRESSIONS,
            "impression-too-large",
            key -> LaserSystem.impressionOf(key, key, NOW, ids(5_001)),
            "scoring too-many-candidates"),
        bad(
            IMPRESSIONS,
            "impression-of-2100",
            key -> LaserSystem.impressionOf(key, key, YEAR_2100, "a"),
            "scoring time-ahead"),
        bad(
            INTERACTIONS,
            "click-of-2100",
            key -> click(key, YEAR_2100, null, "a"),
            "knowledge time-ahead",
            "scoring time-ahead"),
        bad(
            INTERACTIONS,
            "click-of-1969",
            key -> click(key, -1, null, "a"),
            "knowledge time-before-1970",
            "scoring time-before-1970"),
        bad(
            INTERACTIONS,
            "click-in-seconds",
            key -> click(key, NOW / 1_000, null, "a"),
            "knowledge time-too-early",
            "scoring time-too-early"),
        bad(
            IMPRESSIONS,
            "impression-in-seconds",
            key -> LaserSystem.impressionOf(key, key, NOW / 1_000, "a"),
            "scoring time-too-early"),
        bad(
            ITEMS,
            "item-in-seconds",
            key -> new Item(key, "title", "", List.of(), Map.of(), NOW / 1_000),
            "knowledge time-too-early",
            "scoring time-too-early",
            "trainer time-too-early"),
        bad(
            INTERACTIONS,
            " user-with-a-blank",
            key -> click(key, NOW, null, "a"),
            "knowledge bad-id",
            "scoring bad-id"),
        bad(
            ITEMS,
            "item-with-a-newline\n",
            key -> new Item(key, "title", "", List.of(), Map.of(), NOW),
            "knowledge bad-id",
            "scoring bad-id",
            "trainer bad-id"),
        bad(
            USERS,
            "user-of-2100",
            key -> new User(key, Map.of(), YEAR_2100),
            "knowledge time-ahead",
            "scoring time-ahead"),
        bad(
            KNOWLEDGE_USERS,
            "user-vector-nan",
            key -> knowledge(SubjectKind.USER, key, 1, Bundles.ENCODER.dimensions(), Float.NaN),
            "scoring vector-not-finite"),
        bad(
            KNOWLEDGE_USERS,
            "user-vector-short",
            key -> knowledge(SubjectKind.USER, key, 1, 3, 1),
            "scoring vector-size"),
        bad(
            KNOWLEDGE_ITEMS,
            "item-vector-nan",
            key -> knowledge(SubjectKind.ITEM, key, 1, Bundles.ENCODER.dimensions(), Float.NaN),
            "scoring vector-not-finite",
            "trainer vector-not-finite"),
        bad(
            KNOWLEDGE_ITEMS,
            "item-vector-short",
            key -> knowledge(SubjectKind.ITEM, key, 1, 3, 1),
            "scoring vector-size",
            "trainer vector-size"),
        bad(
            KNOWLEDGE_ANSWERS,
            "answer-vector-nan",
            key -> answer(key, Bundles.ENCODER.dimensions(), Float.NaN),
            "knowledge vector-not-finite"),
        bad(
            KNOWLEDGE_ANSWERS,
            "answer-vector-short",
            key -> answer(key, 3, 1),
            "knowledge vector-size"),
        bad(
            SAMPLES,
            "sample-vector-nan",
            key -> sample(key, Bundles.ENCODER.dimensions(), Float.NaN),
            "trainer vector-not-finite"),
        bad(SAMPLES, "sample-vector-short", key -> sample(key, 3, 1), "trainer vector-size"),
        bad(
            IMPRESSIONS,
            "key-of-nobody",
            key -> LaserSystem.impressionOf(key, "somebody", NOW, "a"),
            "scoring wrong-key"),
        bad(
                IMPRESSIONS,
                "wrong-partition",
                key -> LaserSystem.impressionOf(key, key, NOW, "a"),
                "scoring wrong-partition")
            .onTheWrongPartition());
  }

  @BeforeAll
  void start(Cluster cluster) {
    system = new LaserSystem(cluster, "bad.", folder);
    Map<String, String> scoring = new HashMap<>(http.properties());
    scoring.put("attribution.window.ms", Long.toString(WINDOW));
    scoring.put("attribution.grace.ms", "1000");
    List<BadRecord> records = badRecords().toList();
    records.stream()
        .filter(record -> record.key().startsWith(EARLY))
        .forEach(record -> record.sendTo(system));
    apps =
        List.of(
            system.launch(AppKind.SCORING, scoring),
            system.launch(AppKind.KNOWLEDGE, Map.of()),
            system.start(AppKind.TRAINER, Map.of("frozen", "true")));
    withoutModel = system.score("without-model", "ann", NOW, "a", "b");
    system.release(V1, Bundles.untrained(V1).toBytes());
    Await.until(
        "the first model in service", () -> http.get("/health/ready").contains(V1 + " serves"));
    records.stream()
        .filter(record -> !record.key().startsWith(EARLY))
        .forEach(record -> record.sendTo(system));
    letters =
        system
            .deadLetters(records.stream().mapToInt(record -> record.outcomes().size()).sum())
            .stream()
            .collect(
                Collectors.groupingBy(
                    letter -> new String(letter.key(), UTF_8),
                    Collectors.mapping(
                        letter -> letter.app() + " " + letter.reason(), Collectors.toList())));
  }

  @AfterAll
  void stop() {
    system.close();
  }

  @ParameterizedTest
  @MethodSource("badRecords")
  void shouldDeadLetterTheRecordOnceInEachAppThatReadsIt(BadRecord record) {
    assertEquals(record.outcomes(), letters.get(record.key()).stream().sorted().toList());
  }

  @Test
  void shouldStillServeAfterBadRecords() {
    assertEquals(
        List.of(), apps.stream().map(App::health).filter(health -> !health.ready()).toList());
    assertEquals(V1, system.score("still", "ann", NOW, "a").getModelVersion());
    String metrics = http.get("/metrics");
    assertTrue(
        metrics.contains(
            "laser_dead_letters_total{app=\"scoring\",reason=\"time-ahead\","
                + "topic=\"bad.interactions\"}"),
        metrics);
    assertFalse(metrics.contains("laser_thread_restarts_total"), metrics);
  }

  @Test
  void shouldAnswerWithTheDefaultWithoutAModel() {
    assertEquals(ScoreOutcome.NO_MODEL, withoutModel.getOutcome());
    assertNull(withoutModel.getModelVersion());
    assertEquals(
        List.of("a 0.5", "b 0.5"),
        withoutModel.getCandidates().stream()
            .map(candidate -> candidate.getItemId() + " " + candidate.getProbability())
            .toList());
  }

  @Test
  void shouldScoreAnUnknownUserAndAnUnknownItem() {
    ScoredSlate slate = system.score("unknown", "nobody", NOW, "never-seen");
    assertEquals(ScoreOutcome.SCORED, slate.getOutcome());
    assertFalse(slate.getUserKnown());
    assertFalse(only(slate).getKnown());
    assertTrue(
        only(slate).getProbability() > 0 && only(slate).getProbability() < 1,
        only(slate).toString());
  }

  @Test
  void shouldScoreADeletedItemAsUnknown() {
    system.item("deleted", "A Film", "Drama");
    awaitScore("deleted", slate -> only(slate).getKnown());
    system.sendTombstone(ITEMS, "deleted");
    awaitScore(
        "deleted", slate -> slate.getOutcome() == ScoreOutcome.SCORED && !only(slate).getKnown());
  }

  @Test
  void shouldScoreWithoutKnowledge() {
    system.item("plain", "A Film", "Drama");
    awaitScore(
        "plain",
        slate ->
            only(slate).getKnown()
                && only(slate).getKnowledgePosition() == null
                && slate.getUserKnowledgePosition() == null
                && slate.getOutcome() == ScoreOutcome.SCORED);
  }

  @Test
  void shouldAnswerAnEmptySlate() {
    ScoredSlate slate = system.score("empty", "ann", NOW);
    assertEquals(ScoreOutcome.EMPTY_SLATE, slate.getOutcome());
    assertEquals(List.of(), slate.getCandidates());
  }

  @Test
  void shouldScoreFiveThousandCandidates() {
    ScoredSlate slate = system.score("thousands", "ann", NOW, ids(5_000));
    assertEquals(ScoreOutcome.SCORED, slate.getOutcome());
    assertEquals(5_000, slate.getCandidates().size());
  }

  @Test
  void shouldCountTheFirstOfDuplicateCandidates() {
    ScoredSlate slate = system.score("duplicates", "ann", NOW, "a", "b", "a", "a");
    assertEquals(
        List.of("a", "b"),
        slate.getCandidates().stream().map(ScoredCandidate::getItemId).sorted().toList());
  }

  @Test
  void shouldKeepTheKnowledgeBeforeABadVector() {
    int size = Bundles.ENCODER.dimensions();
    system.item("described", "A Film", "Drama");
    for (Knowledge knowledge :
        List.of(
            knowledge(SubjectKind.ITEM, "described", 1, size, 1),
            knowledge(SubjectKind.ITEM, "described", 2, size, Float.NaN),
            knowledge(SubjectKind.ITEM, "described", 3, size + 1, 1))) {
      system.send(KNOWLEDGE_ITEMS, "described", knowledge);
    }
    for (Knowledge knowledge :
        List.of(
            knowledge(SubjectKind.USER, "reader", 1, size, 1),
            knowledge(SubjectKind.USER, "reader", 2, size, Float.NaN),
            knowledge(SubjectKind.USER, "reader", 3, size - 1, 1))) {
      system.send(KNOWLEDGE_USERS, "reader", knowledge);
    }
    assertEquals(
        4, system.deadLetters(4, "described").size(), "two each from scoring and the trainer");
    assertEquals(2, system.deadLetters(2, "reader").size());
    ScoredSlate slate = system.score("before-bad-vectors", "reader", NOW, "described");
    assertEquals(1, only(slate).getKnowledgePosition());
    assertEquals(1, slate.getUserKnowledgePosition());
  }

  @Test
  void shouldInsertAnEventOf1980AsAnOldOne() {
    system.click("old", "historian", "a", YEAR_1980);
    Await.until(
        "a score that uses the click of 1980",
        () -> {
          ScoredSlate slate =
              system.score("old-" + System.nanoTime(), "historian", YEAR_1980 + 1, "b");
          return slate.getHistoryLength() == 1 && slate.getNewestEventTime() == YEAR_1980;
        });
  }

  @Test
  void shouldScoreAnImpressionIdOnceForEachUserWhoUsesIt() {
    List<String> users = List.of("ann", neighbourOf("ann"), strangerTo("ann"));
    for (String user : users) {
      system.impression("one-id", user, NOW, "a");
      system.impression("one-id", user, NOW, "a");
    }
    system.score("after-one-id", "ann", NOW, "a");
    system.score("after-one-id-elsewhere", users.get(2), NOW, "a");
    assertEquals(
        users.stream().sorted().toList(),
        system.scores(users.size(), "one-id").stream()
            .map(ScoredSlate::getUserId)
            .sorted()
            .toList());
  }

  @Test
  void shouldNotMoveAnotherUsersWindowByAnEventTimeOf1980Or2100() {
    String neighbour = neighbourOf("viewer");
    long shown = System.currentTimeMillis();
    system.score("window", "viewer", shown, "a", "b", "c");
    system.send(INTERACTIONS, "viewer", click("viewer", shown + 1, "window", "a"));

    system.send(INTERACTIONS, neighbour, click(neighbour, YEAR_2100, null, "a"));
    system.send(
        IMPRESSIONS, neighbour, LaserSystem.impressionOf("of-2100", neighbour, YEAR_2100, "a"));
    system.send(INTERACTIONS, neighbour, click(neighbour, YEAR_1980, null, "a"));
    system.send(INTERACTIONS, neighbour, click(neighbour, shown + 2 * WINDOW, null, "a"));
    assertEquals(
        3,
        system.deadLetters(3, neighbour).size(),
        "the click in scoring and knowledge, the impression in scoring");

    system.send(INTERACTIONS, "viewer", click("viewer", shown + 2, "window", "b"));
    system.send(INTERACTIONS, "viewer", click("viewer", shown + WINDOW, null, "z"));
    Await.until(
        "the sample of the window",
        () -> !system.recordsOf(SAMPLES, TrainingSample.class, "viewer").isEmpty());
    assertEquals(
        List.of("a 1.0", "b 1.0"),
        system.recordsOf(SAMPLES, TrainingSample.class, "viewer").get(0).getCandidates().stream()
            .map(candidate -> candidate.getItemId() + " " + candidate.getLabel())
            .sorted()
            .toList());
  }

  @Test
  void shouldRefuseAReleaseWithATruncatedModelAndKeepTheOneBefore() {
    system.release(V2, DamagedBundles.truncatedHead(Bundles.untrained(V2)));
    Await.until(
        () -> "the refusal of " + V2 + ": " + http.get("/health/ready"),
        () -> http.get("/health/ready").contains(V2));
    String health = http.get("/health/ready");
    assertTrue(
        health.contains("\"READY\"")
            && health.contains("model " + V1 + " serves; release " + V2 + " was refused: "),
        health);
    assertTrue(health.contains("ONNX Runtime refuses the model's head"), health);
    assertTrue(
        http.get("/metrics")
            .contains("laser_model_releases_total{app=\"scoring\",outcome=\"refused\"} 1.0"));
    assertEquals(V1, system.score("after-refusal", "ann", NOW, "a").getModelVersion());
  }

  private static ItemStatistics statistics(String item, int segments) {
    long epoch = ItemStatisticsTable.epochOf(NOW, StreamingSettings.DEFAULT);
    return new ItemStatistics(
        item, epoch, ByteBuffer.wrap(ItemSums.NONE.toBytes()), sums(item, segments));
  }

  private static ItemContribution contribution(String item, int segments) {
    return new ItemContribution(
        item, ItemStatisticsTable.epochOf(NOW, StreamingSettings.DEFAULT), sums(item, segments));
  }

  /** Sums of one click, with a damaged count at their end. */
  private static ByteBuffer sums(String item, int segments) {
    var click = new Contribution(item, NOW, 4, true, 1, 0.5, 0.25, List.of());
    byte[] sums = ItemSums.of(click, StreamingSettings.DEFAULT).toBytes();
    return ByteBuffer.wrap(sums).putInt(sums.length - Integer.BYTES, segments).rewind();
  }

  /** Another user on the same partition. */
  private static String neighbourOf(String user) {
    return another(user, true);
  }

  /** Another user on another partition. */
  private static String strangerTo(String user) {
    return another(user, false);
  }

  private static String another(String user, boolean samePartition) {
    int partition = KeyPartition.of(user, LaserSystem.PARTITIONS);
    return IntStream.range(0, 100)
        .mapToObj(i -> "neighbour-" + i)
        .filter(name -> KeyPartition.of(name, LaserSystem.PARTITIONS) == partition == samePartition)
        .findFirst()
        .orElseThrow();
  }

  private static String[] ids(int n) {
    return IntStream.range(0, n).mapToObj(i -> "item-" + i).toArray(String[]::new);
  }

  private void awaitScore(String item, Predicate<ScoredSlate> fits) {
    Await.until(
        "a score of " + item + " that fits",
        () ->
            fits.test(
                system.score(
                    item + "-" + System.nanoTime(), "ann", System.currentTimeMillis(), item)));
  }

  private static ScoredCandidate only(ScoredSlate slate) {
    assertEquals(1, slate.getCandidates().size(), slate.toString());
    return slate.getCandidates().get(0);
  }
}
