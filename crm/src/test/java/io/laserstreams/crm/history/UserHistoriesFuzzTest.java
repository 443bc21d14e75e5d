package io.laserstreams.crm.history;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.fuzzing.CodecFuzz;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class UserHistoriesFuzzTest {
  private static final String USER = "u";
  private static final byte[] HEAD = {0, 'u'};
  private static final byte[] FIRST_CHUNK = {1, 'u', 0, 0, 0, 0};
  private static final InMemoryByteStore COMPLETE = history(300);

  @Test
  void shouldReadOrRefuseDamagedHeads() {
    List<byte[]> sound =
        List.of(history(1).get(HEAD), history(20).get(HEAD), history(300).get(HEAD));
    CodecFuzz.roundTrips(
        sound, UnreadableBytesException.class, HistoryHead::decode, HistoryHead::encode);
  }

  @Test
  void shouldReadOrRefuseDamagedChunks() {
    CodecFuzz.survives(
        List.of(COMPLETE.get(FIRST_CHUNK)),
        UnreadableBytesException.class,
        bytes ->
            HistoryEntries.read(
                ByteBuffer.wrap(bytes, Math.min(1, bytes.length), Math.max(0, bytes.length - 1)),
                64),
        (bytes, entries) -> used(FIRST_CHUNK, bytes));
  }

  @Test
  void shouldUseOrRefuseHistoriesWithADamagedHead() {
    List<byte[]> sound = List.of(history(1).get(HEAD), history(20).get(HEAD), COMPLETE.get(HEAD));
    CodecFuzz.records(CodecFuzz.RECORDS, sound, bytes -> used(HEAD, bytes));
  }

  private static void used(byte[] key, byte[] bytes) {
    InMemoryByteStore store = new InMemoryByteStore();
    copy(COMPLETE, store);
    store.put(key, bytes);
    UserHistories histories = new UserHistories(store);
    try {
      histories.all(USER).newest(50);
      histories.before(USER, 40).newest(50);
      histories.newestEventTime(USER);
      histories.add(USER, new HistoryEvent("late", "a", 3, 5));
      histories.retract(USER, "back", "item1", 1_000);
      histories.add(USER, new HistoryEvent("new", "a", 2_000, 5));
      histories.forget(USER);
    } catch (UnreadableBytesException refused) {
      assertFalse(refused.getMessage().isBlank());
    }
  }

  private static void copy(InMemoryByteStore from, InMemoryByteStore to) {
    to.put(HEAD, from.get(HEAD));
    for (byte chunk = 0; chunk < 5; chunk++) {
      byte[] key = {1, 'u', 0, 0, 0, chunk};
      if (from.get(key) != null) {
        to.put(key, from.get(key));
      }
    }
  }

  private static InMemoryByteStore history(int events) {
    InMemoryByteStore store = new InMemoryByteStore();
    UserHistories histories = new UserHistories(store);
    for (int i = 0; i < events; i++) {
      histories.add(USER, new HistoryEvent("i" + i, "item" + i % 40, i, i % 5));
    }
    return store;
  }
}
