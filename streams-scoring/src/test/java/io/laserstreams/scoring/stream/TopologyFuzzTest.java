package io.laserstreams.scoring.stream;

import static io.laserstreams.scoring.support.ScoringBench.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.TestModels;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.schema.InteractionKind;
import io.laserstreams.schema.ItemContribution;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.schema.ScoreOutcome;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.schema.serde.AvroDeserializer;
import io.laserstreams.schema.serde.UnreadableRecordException;
import io.laserstreams.scoring.support.ScoringBench;
import io.laserstreams.scoring.support.TinyModels;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged records of every topic, including internal ones: each is processed or becomes a dead
 * letter, and the stream continues.
 */
@Tag("fuzz")
class TopologyFuzzTest {
  private static final int RECORDS = 2_000;
  private static final String KEY = "u1";

  @TempDir Path state;
  private ScoringBench bench;
  private StreamingSettings settings;
  private long epoch;

  @BeforeEach
  void open() {
    bench = new ScoringBench(state, Map.of("features.user.fields", "gender"));
    settings = bench.features().settings();
    epoch = ItemStatisticsTable.epochOf(NOON, settings);
    bench.serve(TinyModels.withFeatures("m1", settings, TestModels.fittedFactors(20)));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"INTERACTIONS", "IMPRESSIONS", "USERS", "KNOWLEDGE_USERS", "ITEM_CONTRIBUTIONS"})
  void shouldProcessOrRefuseEachRecordOfATopicAndContinue(Topic topic) {
    List<byte[]> honest = honest(topic).stream().map(record -> bench.bytes(topic, record)).toList();
    Map<String, Integer> letters = new TreeMap<>();
    CodecFuzz.records(
        RECORDS,
        honest,
        bytes -> {
          bench.sendBytes(topic, KEY, bytes);
          List<String> reasons = bench.deadLetterReasons();
          assertTrue(reasons.size() <= 1, reasons.toString());
          reasons.forEach(reason -> letters.merge(reason, 1, Integer::sum));
          bench.scores();
          bench.samples();
        });
    int refused = letters.values().stream().mapToInt(count -> count).sum();
    assertTrue(letters.containsKey(DeadLetter.UNREADABLE) && refused < RECORDS, letters.toString());
    // Records that scoring derives from processed ones must be valid themselves.
    bench.publishStatistics();
    assertEquals(List.of(), bench.deadLetterReasons());
    assertEquals(ScoreOutcome.SCORED, bench.score("after", "u2", NOON, "item1").getOutcome());
  }

  @Test
  void shouldProcessOrRefuseEachRecordOfItemStatistics() {
    List<byte[]> honest =
        List.of(
            bench.bytes(Topic.ITEM_STATISTICS, statistics(3)),
            bench.bytes(Topic.ITEM_STATISTICS, statistics(40)));
    var reader = new AvroDeserializer<>(bench.schemas(), ItemStatistics.class);
    CodecFuzz.records(
        CodecFuzz.RECORDS,
        honest,
        bytes -> {
          try {
            bench.follow(KEY, reader.deserialize("item-statistics", bytes));
          } catch (BadRecordException e) {
            assertTrue(Set.of("bad-statistics", "wrong-key").contains(e.reason()), e.reason());
            assertFalse(e.getMessage().isBlank());
          } catch (UnreadableRecordException e) {
            assertFalse(e.getMessage().isBlank());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 2_000_000_000})
  void shouldRefuseAnImpossibleCountOfSegments(int count) {
    byte[] sums = sums(1).toBytes();
    ByteBuffer.wrap(sums)
        .putInt(
            sums.length - Integer.BYTES - Short.BYTES - "gender=F".length() - 2 * Long.BYTES,
            count);
    bench.send(
        Topic.ITEM_CONTRIBUTIONS, KEY, new ItemContribution(KEY, epoch, ByteBuffer.wrap(sums)));
    assertEquals(List.of("bad-sums"), bench.deadLetterReasons());
    assertBadStatistics(
        new ItemStatistics(
            KEY, epoch, ByteBuffer.wrap(ItemSums.NONE.toBytes()), ByteBuffer.wrap(sums)));
  }

  @Test
  void shouldRefuseContributionsThatNoInteractionsMake() {
    for (ItemContribution bad :
        List.of(
            new ItemContribution(KEY, epoch, ByteBuffer.wrap(ItemSums.NONE.toBytes())),
            new ItemContribution(KEY, epoch + 1, ByteBuffer.wrap(sums(1).toBytes())),
            new ItemContribution(KEY, -1L, ByteBuffer.wrap(sums(1).toBytes())),
            ahead(epoch + 24 * 365),
            new ItemContribution(KEY, epoch, ByteBuffer.wrap(new byte[0])))) {
      bench.send(Topic.ITEM_CONTRIBUTIONS, KEY, bad);
      assertEquals(List.of("bad-sums"), bench.deadLetterReasons(), bad.toString());
    }
    bench.send(
        Topic.ITEM_CONTRIBUTIONS,
        KEY,
        new ItemContribution(KEY, epoch, ByteBuffer.wrap(sums(1).toBytes())));
    bench.publishStatistics();
    assertEquals(1, bench.features().statistics().interactions());
  }

  /** An epoch ahead would hide all earlier ones, a wrong key would add them to another item. */
  @Test
  void shouldRefuseStatisticsOfTheFutureAndOfOtherItems() {
    bench.follow(KEY, statistics(3));
    assertBadStatistics(
        new ItemStatistics(
            KEY,
            epoch + 24 * 365,
            ByteBuffer.wrap(sums(1).toBytes()),
            ByteBuffer.wrap(sums(2).toBytes())));
    ItemContribution ahead = ahead(epoch + 24 * 365);
    assertBadStatistics(
        new ItemStatistics(KEY, epoch, ahead.getSums(), ByteBuffer.wrap(sums(2).toBytes())));
    BadRecordException other =
        assertThrows(BadRecordException.class, () -> bench.follow("another", statistics(3)));
    assertEquals("wrong-key", other.reason());
    assertEquals(4, bench.features().statistics().interactions());
  }

  private void assertBadStatistics(ItemStatistics bad) {
    BadRecordException refused =
        assertThrows(BadRecordException.class, () -> bench.follow(KEY, bad));
    assertEquals("bad-statistics", refused.reason());
    assertTrue(
        refused.getMessage().startsWith("The statistics of item 'u1' cannot be used: "),
        refused.getMessage());
  }

  private List<? extends SpecificRecord> honest(Topic topic) {
    return switch (topic) {
      case INTERACTIONS ->
          List.of(
              ScoringBench.interaction(
                  KEY, "c1", "item1", NOON - 1, InteractionKind.CLICK, "i1", null, null),
              ScoringBench.interaction(
                  KEY, "s1", "item2", NOON - 2, InteractionKind.SHOWN, "i1", 3, null),
              ScoringBench.interaction(
                  KEY, "r1", "item3", NOON - 3, InteractionKind.RATING, null, null, 4f),
              ScoringBench.interaction(
                  KEY, "b1", "item3", NOON, InteractionKind.RETRACTION, null, null, null));
      case IMPRESSIONS ->
          List.of(
              ScoringBench.impression("i1", KEY, NOON, "item1", "item2", "unknown"),
              ScoringBench.impression("i2", KEY, NOON));
      case USERS ->
          List.of(
              new User(KEY, Map.of("gender", "F", "age", "25"), NOON - 5),
              new User(KEY, Map.of(), 0L));
      case KNOWLEDGE_USERS -> List.of(ScoringBench.userKnowledge(KEY, 1, NOON - 2, 1, 0, 0, 0));
      case ITEM_CONTRIBUTIONS ->
          List.of(
              new ItemContribution(KEY, epoch, ByteBuffer.wrap(sums(1).toBytes())),
              new ItemContribution(KEY, epoch, ByteBuffer.wrap(sums(5).toBytes())));
      default -> throw new IllegalArgumentException(topic + " is not an input");
    };
  }

  private ItemStatistics statistics(int count) {
    EpochSums sums =
        EpochSums.NONE
            .plus(epoch - 1, ItemSums.of(one(NOON - settings.epochMillis()), settings), settings)
            .plus(epoch, sums(count), settings);
    return new ItemStatistics(
        KEY,
        epoch,
        ByteBuffer.wrap(sums.before().toBytes()),
        ByteBuffer.wrap(sums.during().toBytes()));
  }

  private ItemContribution ahead(long aheadEpoch) {
    return new ItemContribution(
        KEY,
        aheadEpoch,
        ByteBuffer.wrap(ItemSums.of(one(aheadEpoch * settings.epochMillis()), settings).toBytes()));
  }

  private ItemSums sums(int count) {
    ItemSums sums = ItemSums.NONE;
    for (int i = 0; i < count; i++) {
      sums = sums.plus(ItemSums.of(one(NOON + i), settings), settings);
    }
    return sums;
  }

  private static Contribution one(long time) {
    return new Contribution(KEY, time, 4, true, 1, 0.5, 0.25, List.of("gender=F"));
  }
}
