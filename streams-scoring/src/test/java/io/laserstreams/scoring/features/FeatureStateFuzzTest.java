package io.laserstreams.scoring.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.fuzzing.CodecFuzz;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged state of streaming features; each entry is a key of at least eight bytes, and a value.
 */
@Tag("fuzz")
class FeatureStateFuzzTest {
  private static final StreamingSettings SETTINGS = StreamingSettings.DEFAULT.withIdle(1_000L);
  private static final long EVENT_TIME = 1_700_000_000_000L;
  private static final long EPOCH = EVENT_TIME / 3_600_000;

  @TempDir Path folder;
  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void open() {
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("a-store"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    var context =
        new MockProcessorContext<Void, Void>(new Properties(), new TaskId(0, 0), folder.toFile());
    store.init(context.getStateStoreContext(), store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldReadOrRefusePendingContributions() {
    List<byte[]> honest = List.of(entry(EPOCH, "item", sums().toBytes()));
    CodecFuzz.survives(
        honest,
        UnreadableStateException.class,
        entry -> {
          put(entry);
          try {
            return new PendingContributions(store, SETTINGS);
          } finally {
            clear();
          }
        },
        (entry, pending) -> pending.publish(contribution -> ItemSums.read(contribution.getSums())));
  }

  @Test
  void shouldReadOrRefuseTheExpiryIndex() {
    var expiry = new UserExpiry(store, new UserStates(new InMemoryByteStore(), SETTINGS), SETTINGS);
    expiry.applied("nobody", 0, 0, EVENT_TIME, 0);
    clear();
    List<byte[]> honest =
        List.of(entry(19_000, "user", ByteBuffer.allocate(Long.BYTES).putLong(EVENT_TIME).array()));
    CodecFuzz.survives(
        honest,
        UnreadableStateException.class,
        entry -> {
          put(entry);
          try {
            return expiry.sweep(2 * EVENT_TIME);
          } finally {
            clear();
          }
        },
        (entry, deleted) -> {});
  }

  @Test
  void shouldReadOrRefuseStatisticsOfItems() {
    InMemoryByteStore bytes = new InMemoryByteStore();
    var items = new OwnedItemStatistics(bytes, SETTINGS);
    byte[] key = "item".getBytes(UTF_8);
    items.add("item", EPOCH, sums());
    items.add("item", EPOCH + 1, sums());
    CodecFuzz.records(
        CodecFuzz.RECORDS,
        List.of(bytes.get(key)),
        stored -> {
          bytes.put(key, stored);
          try {
            items.add("item", EPOCH, sums());
          } catch (UnreadableBytesException | ArithmeticException refused) {
            assertArrayEquals(stored, bytes.get(key));
          }
        });
  }

  private static ItemSums sums() {
    return ItemSums.of(
        new Contribution("item", EVENT_TIME, 4, true, 1, 0.5, 0.25, List.of("gender=F")), SETTINGS);
  }

  private static byte[] entry(long number, String id, byte[] value) {
    byte[] text = id.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + Long.BYTES + text.length + value.length)
        .put((byte) (Long.BYTES + text.length))
        .putLong(number)
        .put(text)
        .put(value)
        .array();
  }

  private void put(byte[] entry) {
    int keyLength =
        entry.length == 0 ? 0 : Math.min(entry.length - 1, Byte.toUnsignedInt(entry[0]));
    byte[] key =
        Arrays.copyOfRange(entry, Math.min(1, entry.length), Math.min(1, entry.length) + keyLength);
    store.put(
        Bytes.wrap(key),
        Arrays.copyOfRange(entry, Math.min(entry.length, 1 + keyLength), entry.length));
  }

  private void clear() {
    List<Bytes> keys = new ArrayList<>();
    try (var all = store.all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    keys.forEach(store::delete);
  }
}
