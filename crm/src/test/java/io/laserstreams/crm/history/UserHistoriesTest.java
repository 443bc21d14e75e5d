package io.laserstreams.crm.history;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserHistoriesTest {
  private static final HistoryBounds SMALL = new HistoryBounds(6, 4, 40);

  private final RecordingByteStore store = new RecordingByteStore();
  private final UserHistories histories = new UserHistories(store, SMALL);

  @Test
  void shouldAppendInOrderOfEventTime() {
    assertEquals(AppendResult.APPENDED, click("a", 10));
    assertEquals(AppendResult.APPENDED, rate("b", 20, 4));
    assertEquals(
        List.of(event("a", 10, Float.NaN), event("b", 20, 4)),
        histories.before("u", 30).newest(10));
    assertEquals(2, histories.counted("u"));
    assertEquals(OptionalLong.of(20), histories.newestEventTime("u"));
  }

  @Test
  void shouldKnowNothingOfAStranger() {
    assertEquals(List.of(), histories.all("u").newest(10));
    assertEquals(0, histories.counted("u"));
    assertEquals(OptionalLong.empty(), histories.newestEventTime("u"));
  }

  @Test
  void shouldGiveOnlyWhatIsStrictlyBefore() {
    fill(20);
    assertEquals("e18 e19", items(20, 2));
    assertEquals("e17 e18", items(19, 2));
    assertEquals("e0", items(1, 5));
    assertEquals("", items(0, 5));
    assertEquals("", items(Long.MIN_VALUE, 5));
    assertEquals("e19", items(Long.MAX_VALUE, 1));
  }

  @Test
  void shouldReadAcrossTheBordersOfChunks() {
    fill(20);
    assertTrue(store.keys() > 3, "several chunks");
    assertEquals(
        "e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 e10 e11 e12 e13 e14 e15 e16 e17 e18 e19", items(100, 100));
    assertEquals("e3 e4 e5 e6 e7 e8 e9 e10 e11 e12", items(13, 10));
  }

  @Test
  void shouldReadNoChunkForTheNewest() {
    fill(20);
    store.reset();
    assertEquals("e18 e19", items(100, 2));
    assertEquals(1, store.gets());
  }

  @Test
  void shouldPutALateEventIntoTheHead() {
    click("a", 10);
    click("c", 30);
    assertEquals(AppendResult.INSERTED_LATE, click("b", 20));
    assertEquals("a b c", items(100, 10));
  }

  @Test
  void shouldPutAnEventBeforeEverything() {
    fill(20);
    assertEquals(AppendResult.INSERTED_LATE, click("first", -5));
    assertEquals("first e0 e1", items(2, 10));
  }

  @Test
  void shouldPutALateEventIntoTheSealedChunkWhereItBelongs() {
    histories.add("u", event("x", 0, 1));
    for (int i = 1; i < 20; i++) {
      click("e" + i, 10L * i);
    }
    store.reset();
    assertEquals(AppendResult.INSERTED_LATE, click("late", 25));
    assertEquals(2, store.puts(), "one chunk and the head");
    assertEquals("e1 e2 late e3", items(31, 4));
  }

  @Test
  void shouldSplitAChunkIntoWhichManyComeLate() {
    for (int i = 0; i < 10; i++) {
      click("e" + i, 100L * i);
    }
    int keys = store.keys();
    for (int i = 0; i < 6; i++) {
      assertEquals(AppendResult.INSERTED_LATE, click("l" + i, 110 + i));
    }
    assertEquals(keys + 1, store.keys());
    assertEquals("e0 e1 l0 l1 l2 l3 l4 l5 e2 e3", items(301, 20));
  }

  @Test
  void shouldKeepTheOrderOfArrivalAmongEqualTimes() {
    for (int i = 0; i < 15; i++) {
      assertEquals(AppendResult.APPENDED, click("e" + i, 7));
    }
    assertEquals("e10 e11 e12 e13 e14", items(8, 5));
    assertEquals("", items(7, 5));
    assertEquals("e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 e10 e11 e12 e13 e14", items(8, 50));
  }

  @Test
  void shouldCountADuplicateOnceWhereverItIs() {
    fill(20);
    store.reset();
    for (int i = 0; i < 20; i++) {
      assertEquals(AppendResult.DUPLICATE, click("e" + i, i));
    }
    assertEquals(0, store.puts());
    assertEquals(20, histories.counted("u"));
  }

  @Test
  void shouldFindADuplicateAmongEqualTimesInAnOlderChunk() {
    for (int i = 0; i < 15; i++) {
      click("e" + i, 7);
    }
    for (int i = 0; i < 15; i++) {
      assertEquals(AppendResult.DUPLICATE, click("e" + i, 7));
    }
  }

  @Test
  void shouldCountTheSameIdAtAnotherTimeAgain() {
    assertEquals(AppendResult.APPENDED, click("a", 1));
    assertEquals(AppendResult.APPENDED, click("a", 2));
  }

  @Test
  void shouldChangeARatingFromTheChangeOn() {
    rate("m", 10, 2);
    assertEquals(AppendResult.CHANGED, histories.change("u", new HistoryEvent("c1", "m", 20, 5)));
    assertEquals(
        List.of(event("m", 10, 2)),
        histories.before("u", 20).newest(5),
        "not known before it happened");
    assertEquals(List.of(event("m", 10, 5)), histories.before("u", 21).newest(5));
    assertEquals(2, histories.counted("u"));
    assertEquals(OptionalLong.of(20), histories.newestEventTime("u"));
  }

  @Test
  void shouldChangeTheNewestEarlierRatingOnly() {
    rate("m", 10, 1);
    histories.add("u", new HistoryEvent("again", "m", 20, 2));
    histories.add("u", new HistoryEvent("later", "m", 40, 3));
    histories.change("u", new HistoryEvent("c1", "m", 30, 5));
    assertEquals(
        List.of(1f, 5f, 3f),
        histories.before("u", 100).newest(5).stream().map(HistoryEvent::value).toList());
  }

  @Test
  void shouldChangeWhatLiesInASealedChunkByWritingTheHeadOnly() {
    fill(20);
    store.reset();
    assertEquals(AppendResult.CHANGED, histories.change("u", new HistoryEvent("c1", "e1", 50, 5)));
    assertEquals(1, store.puts());
    assertEquals(event("e1", 1, 5), histories.before("u", 100).newest(20).get(1));
  }

  @Test
  void shouldNotApplyARedeliveredChangeAgain() {
    rate("m", 10, 2);
    histories.change("u", new HistoryEvent("c1", "m", 20, 5));
    histories.change("u", new HistoryEvent("c2", "m", 30, 4));
    assertEquals(AppendResult.DUPLICATE, histories.change("u", new HistoryEvent("c1", "m", 20, 5)));
    assertEquals(List.of(event("m", 10, 4)), histories.before("u", 100).newest(5));
  }

  @Test
  void shouldRetractFromTheRetractionOn() {
    rate("m", 10, 2);
    rate("n", 15, 3);
    assertEquals(AppendResult.RETRACTED, histories.retract("u", "r1", "m", 20));
    assertEquals("m n", items(20, 5));
    assertEquals("n", items(21, 5));
    assertEquals(AppendResult.DUPLICATE, rate("m", 10, 2), "the retracted one, redelivered");
    assertEquals("n", items(21, 5));
  }

  @Test
  void shouldRetractOneEventPerRetraction() {
    rate("m", 10, 2);
    histories.add("u", new HistoryEvent("again", "m", 12, 4));
    assertEquals(AppendResult.RETRACTED, histories.retract("u", "r1", "m", 20));
    assertEquals(AppendResult.DUPLICATE, histories.retract("u", "r1", "m", 20));
    assertEquals(List.of(event("m", 10, 2)), histories.before("u", 100).newest(5));
    assertEquals(AppendResult.RETRACTED, histories.retract("u", "r2", "m", 30));
    assertEquals(AppendResult.NOTHING_TO_CHANGE, histories.retract("u", "r3", "m", 40));
    assertEquals("", items(100, 5));
  }

  @Test
  void shouldFillUpFromOlderChunksWhatIsRetracted() {
    fill(20);
    for (int i = 15; i < 20; i++) {
      assertEquals(AppendResult.RETRACTED, histories.retract("u", "r" + i, "e" + i, 100 + i));
    }
    assertEquals("e12 e13 e14", items(1000, 3));
  }

  @Test
  void shouldApplyACorrectionThatArrivesBeforeWhatItCorrects() {
    assertEquals(
        AppendResult.NOTHING_TO_CHANGE, histories.change("u", new HistoryEvent("c1", "m", 20, 5)));
    assertEquals(AppendResult.INSERTED_LATE, rate("m", 10, 2));
    assertEquals(List.of(event("m", 10, 5)), histories.before("u", 100).newest(5));
  }

  @Test
  void shouldTellWhatTheUserHasSeenHoweverLongAgo() {
    fill(20);
    assertEquals(Set.of("e0", "e11", "e19"), seen(100, "e0", "e11", "e19", "e20"));
    assertEquals(
        Set.of("e0"), seen(11, "e0", "e11", "e19"), "what happens at that time is not seen");
    assertEquals(Set.of(), seen(0, "e0"));
    assertEquals(Set.of(), seen(Long.MIN_VALUE, "e0"));
    assertEquals(Set.of(), seen(100));
    assertArrayEquals(new boolean[1], histories.before("stranger", 100).seen(List.of("e0")));
  }

  @Test
  void shouldNotHaveSeenWhatWasRetracted() {
    rate("m", 10, 2);
    fill(20);
    histories.add("u", new HistoryEvent("again", "m", 30, 4));
    histories.change("u", new HistoryEvent("changed", "n", 35, 4));
    assertEquals(Set.of("m"), seen(100, "m", "n"), "a change alone does not count as seen");
    histories.retract("u", "r1", "m", 40);
    assertEquals(Set.of("m"), seen(100, "m"), "the first rating remains");
    histories.retract("u", "r2", "m", 50);
    assertEquals(Set.of(), seen(100, "m"));
    assertEquals(Set.of("m"), seen(50, "m"), "it counted until then");
    histories.add("u", new HistoryEvent("once more", "m", 60, 4));
    assertEquals(Set.of("m"), seen(100, "m"));
  }

  @Test
  void shouldReadNoFurtherThanTheLastRequestedItem() {
    fill(20);
    store.reset();
    assertEquals(Set.of("e18", "e19"), seen(100, "e18", "e19"));
    assertEquals(1, store.gets(), "the head");
    store.reset();
    assertEquals(Set.of("e19"), seen(100, "e19", "never"));
    assertEquals(store.keys(), store.gets(), "each chunk once");
  }

  @Test
  void shouldDropTheOldestChunkPastTheBoundAndCountIt() {
    fill(200);
    assertEquals(200, histories.counted("u"));
    assertTrue(histories.kept("u") <= SMALL.maxEvents());
    assertTrue(histories.kept("u") > SMALL.maxEvents() - 2 * SMALL.chunkEvents());
    assertEquals(200, histories.kept("u") + histories.dropped());
    assertEquals(histories.kept("u"), histories.before("u", 1000).newest(1000).size());
    assertEquals(
        AppendResult.TOO_OLD, click("e0", 0), "cannot be distinguished from one that was dropped");
    assertEquals(
        Set.of("e170", "e199"), seen(1000, "e0", "e170", "e199"), "what was dropped is forgotten");
    assertEquals(200, histories.counted("u"));
  }

  @Test
  void shouldWriteABoundedNumberOfBytesPerAppendInALifelongHistory() {
    RecordingByteStore bytes = new RecordingByteStore();
    UserHistories lifelong = new UserHistories(bytes);
    long max = 0;
    for (int i = 0; i < 10_000; i++) {
      bytes.reset();
      lifelong.add(
          "user-0000001",
          new HistoryEvent("interact" + (1000 + i), "item" + (1000 + i % 3000), i, 4));
      max = Math.max(max, bytes.bytesPut());
    }
    assertEquals(10_000, lifelong.before("user-0000001", 20_000).newest(20_000).size());
    assertTrue(max < 12_000, "an append wrote " + max + " bytes");
  }

  @Test
  void shouldForgetAUserAndNobodyElse() {
    fill(20);
    int keys = store.keys();
    for (int i = 0; i < 20; i++) {
      histories.add("v", event("x" + i, i, 3));
    }
    histories.forget("v");
    assertEquals(keys, store.keys());
    assertEquals(0, histories.counted("v"));
    assertEquals(20, histories.counted("u"));
    histories.forget("nobody");
  }

  @Test
  void shouldKeepNonAsciiIdsAndExtremeTimes() {
    HistoryEvent strange =
        new HistoryEvent("\u00fc\ud83d\ude00", "x".repeat(300), Long.MIN_VALUE, -0.0f);
    HistoryEvent last = new HistoryEvent("", "", Long.MAX_VALUE - 1, Float.MAX_VALUE);
    histories.add("u", last);
    histories.add("u", strange);
    assertEquals(List.of(strange, last), histories.all("u").newest(5));
  }

  @Test
  void shouldRefuseBytesOfAnotherCodecVersion() {
    click("a", 1);
    byte[] key = {0, 'u'};
    byte[] bytes = store.get(key).clone();
    bytes[0] = 9;
    store.put(key, bytes);
    UnreadableBytesException refused =
        assertThrows(UnreadableBytesException.class, () -> items(10, 1));
    assertTrue(refused.getMessage().contains("version 9"), refused.getMessage());
  }

  @Test
  void shouldNameTheBoundThatDoesNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new HistoryBounds(64, 64, 10_000));
    assertThrows(IllegalArgumentException.class, () -> new HistoryBounds(96, 64, 100));
  }

  private void fill(int events) {
    for (int i = 0; i < events; i++) {
      click("e" + i, i);
    }
  }

  private AppendResult click(String item, long time) {
    return rate(item, time, Float.NaN);
  }

  private AppendResult rate(String item, long time, float value) {
    return histories.add("u", event(item, time, value));
  }

  private static HistoryEvent event(String item, long time, float value) {
    return new HistoryEvent("id-" + item, item, time, value);
  }

  private Set<String> seen(long before, String... items) {
    boolean[] seen = histories.before("u", before).seen(List.of(items));
    return IntStream.range(0, items.length)
        .filter(item -> seen[item])
        .mapToObj(item -> items[item])
        .collect(Collectors.toSet());
  }

  private String items(long before, int limit) {
    return histories.before("u", before).newest(limit).stream()
        .map(HistoryEvent::itemId)
        .collect(joining(" "));
  }
}
