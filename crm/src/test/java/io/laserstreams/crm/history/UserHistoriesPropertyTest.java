package io.laserstreams.crm.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random interactions in random order against {@link SortedListHistory}. */
class UserHistoriesPropertyTest {
  private static final String[] USERS = {"a", "ab", "user-\u00e9"};

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldAgreeWithASortedList(long seed) {
    Random random = new Random(seed);
    HistoryBounds bounds =
        new HistoryBounds(3 + random.nextInt(6), 1 + random.nextInt(2), 1_000_000);
    UserHistories histories = new UserHistories(new InMemoryByteStore(), bounds);
    Map<String, SortedListHistory> expected = new HashMap<>();
    List<HistoryEntry> seen = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String user = USERS[random.nextInt(USERS.length)];
      HistoryEntry entry =
          !seen.isEmpty() && random.nextInt(8) == 0
              ? seen.get(random.nextInt(seen.size()))
              : randomEntry(random, i);
      seen.add(entry);
      boolean isNew = expected.computeIfAbsent(user, u -> new SortedListHistory()).put(entry);
      assertEquals(isNew, apply(histories, user, entry).counted(), "step " + i + ": " + entry);
      SortedListHistory model = expected.get(user);
      long time = random.nextInt(220);
      int limit = random.nextInt(40);
      assertEquals(
          model.newestBefore(time, limit),
          histories.before(user, time).newest(limit),
          "step " + i + " before " + time);
      assertEquals(model.counted(), histories.counted(user));
      Set<String> some =
          IntStream.range(0, 14)
              .filter(n -> random.nextBoolean())
              .mapToObj(n -> "item" + n)
              .collect(Collectors.toSet());
      assertEquals(
          model.seenBefore(time, some),
          seen(histories.before(user, time), List.copyOf(some)),
          "step " + i + " before " + time);
    }
  }

  private static Set<String> seen(PastEvents past, List<String> items) {
    boolean[] seen = past.seen(items);
    return IntStream.range(0, seen.length)
        .filter(item -> seen[item])
        .mapToObj(items::get)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void shouldNotDependOnTheOrderOfArrival(long seed) {
    Random random = new Random(seed);
    List<HistoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      HistoryEntry entry = randomEntry(random, i);
      entries.add(
          new HistoryEntry(entry.kind(), entry.interactionId(), entry.itemId(), i, entry.value()));
    }
    UserHistories inOrder =
        new UserHistories(new InMemoryByteStore(), new HistoryBounds(8, 4, 1000));
    UserHistories shuffled =
        new UserHistories(new InMemoryByteStore(), new HistoryBounds(5, 2, 1000));
    entries.forEach(e -> apply(inOrder, "u", e));
    Collections.shuffle(entries, random);
    entries.forEach(e -> apply(shuffled, "u", e));
    for (int time = 0; time <= 200; time++) {
      assertEquals(inOrder.before("u", time).newest(30), shuffled.before("u", time).newest(30));
    }
  }

  private static HistoryEntry randomEntry(Random random, int i) {
    int dice = random.nextInt(10);
    HistoryEntry.Kind kind =
        dice == 0
            ? HistoryEntry.Kind.RETRACTION
            : dice <= 2 ? HistoryEntry.Kind.CHANGE : HistoryEntry.Kind.EVENT;
    float value =
        kind == HistoryEntry.Kind.RETRACTION || random.nextInt(4) == 0
            ? Float.NaN
            : 1 + random.nextInt(5);
    long time = random.nextInt(3) == 0 ? random.nextInt(200) : i / 3;
    return new HistoryEntry(kind, "i" + i, "item" + random.nextInt(12), time, value);
  }

  private static AppendResult apply(UserHistories histories, String user, HistoryEntry e) {
    HistoryEvent event = new HistoryEvent(e.interactionId(), e.itemId(), e.eventTime(), e.value());
    return switch (e.kind()) {
      case EVENT -> histories.add(user, event);
      case CHANGE -> histories.change(user, event);
      case RETRACTION -> histories.retract(user, e.interactionId(), e.itemId(), e.eventTime());
    };
  }
}
