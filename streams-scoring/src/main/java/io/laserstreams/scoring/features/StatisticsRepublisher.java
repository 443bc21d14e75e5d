package io.laserstreams.scoring.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.schema.ItemStatistics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Publishes the statistics of all items of a partition again where the topic that should have them
 * is another one than before: it was deleted and made again. Which topic has all of them is kept
 * among the items, under an empty key, which no item has.
 */
public final class StatisticsRepublisher {
  private static final Bytes MARK = Bytes.wrap(new byte[0]);
  private static final Bytes FIRST = Bytes.wrap(new byte[] {0});

  private final KeyValueStore<Bytes, byte[]> store;
  private final StreamingSettings settings;
  private Uuid topic;
  private Bytes next;

  /**
   * @param store that of {@link OwnedItems}
   */
  public StatisticsRepublisher(KeyValueStore<Bytes, byte[]> store, StreamingSettings settings) {
    this.store = requireNonNull(store, "store is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /** Whether a record of the store is not about an item. */
  static boolean isMark(String key) {
    return key.isEmpty();
  }

  /**
   * Publishes some of what the topic may lack; nothing where it has all. To be called again and
   * again.
   *
   * @param now the topic's id
   * @param most items to publish at once
   */
  public void publish(Uuid now, int most, Consumer<ItemStatistics> to) {
    if (!now.equals(topic)) {
      topic = now;
      next = Arrays.equals(store.get(MARK), mark(now)) ? null : FIRST;
    }
    if (next == null) {
      return;
    }
    try (KeyValueIterator<Bytes, byte[]> items = store.range(next, null)) {
      for (int published = 0; published < most && items.hasNext(); published++) {
        KeyValue<Bytes, byte[]> item = items.next();
        to.accept(OwnedItems.statistics(new String(item.key.get(), UTF_8), read(item)));
      }
      next = items.hasNext() ? items.peekNextKey() : null;
    }
    if (next == null) {
      store.put(MARK, mark(now));
    }
  }

  private EpochSums read(KeyValue<Bytes, byte[]> item) {
    try {
      return EpochSums.read(ByteBuffer.wrap(item.value), settings);
    } catch (UnreadableBytesException e) {
      throw new UnreadableStateException(store.name(), item.key.get(), e);
    }
  }

  private static byte[] mark(Uuid topic) {
    return topic.toString().getBytes(UTF_8);
  }
}
