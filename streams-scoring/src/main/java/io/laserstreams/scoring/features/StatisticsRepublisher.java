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
import org.jspecify.annotations.Nullable;

/**
 * Publishes the statistics of all items of a partition again after their topic was recreated, which
 * its new id shows. The id of the topic that has all statistics is stored among the items under the
 * empty key, which no item has.
 */
public final class StatisticsRepublisher {
  private static final Bytes MARKER = Bytes.wrap(new byte[0]);
  private static final Bytes FIRST = Bytes.wrap(new byte[] {0});

  private final KeyValueStore<Bytes, byte[]> store;
  private final StreamingSettings settings;
  private @Nullable Uuid topic;
  private @Nullable Bytes next;

  /**
   * @param store the store of {@link OwnedItemStatistics}
   */
  public StatisticsRepublisher(KeyValueStore<Bytes, byte[]> store, StreamingSettings settings) {
    this.store = requireNonNull(store, "store is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /** Whether the key is that of the topic's id, not of an item. */
  static boolean isMarker(String key) {
    return key.isEmpty();
  }

  /**
   * Publishes the next statistics that the topic may lack, none if it has all. Call it
   * periodically.
   *
   * @param current the topic's current id
   * @param limit the most items to publish in this call
   */
  public void publish(Uuid current, int limit, Consumer<ItemStatistics> output) {
    if (!current.equals(topic)) {
      topic = current;
      next = Arrays.equals(store.get(MARKER), marker(current)) ? null : FIRST;
    }
    if (next == null) {
      return;
    }
    try (KeyValueIterator<Bytes, byte[]> items = store.range(next, null)) {
      for (int published = 0; published < limit && items.hasNext(); published++) {
        KeyValue<Bytes, byte[]> item = items.next();
        output.accept(
            OwnedItemStatistics.statistics(new String(item.key.get(), UTF_8), read(item)));
      }
      next = items.hasNext() ? items.peekNextKey() : null;
    }
    if (next == null) {
      store.put(MARKER, marker(current));
    }
  }

  private EpochSums read(KeyValue<Bytes, byte[]> item) {
    try {
      return EpochSums.read(ByteBuffer.wrap(item.value), settings);
    } catch (UnreadableBytesException e) {
      throw new UnreadableStateException(store.name(), item.key.get(), e);
    }
  }

  private static byte[] marker(Uuid topic) {
    return topic.toString().getBytes(UTF_8);
  }
}
