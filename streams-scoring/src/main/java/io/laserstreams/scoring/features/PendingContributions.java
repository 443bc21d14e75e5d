package io.laserstreams.scoring.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.item.Contribution;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.schema.ItemContribution;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the interactions on one partition add to the statistics of items, summed by item and epoch
 * until published: an item costs one record per round, however popular. A store keeps the sums,
 * too, so that a crash loses nothing.
 */
public final class PendingContributions {
  private final KeyValueStore<Bytes, byte[]> store;
  private final StreamingSettings settings;
  private final Map<Bytes, ItemSums> pending = new LinkedHashMap<>();

  public PendingContributions(KeyValueStore<Bytes, byte[]> store, StreamingSettings settings) {
    this.store = requireNonNull(store, "store is null");
    this.settings = requireNonNull(settings, "settings is null");
    try (KeyValueIterator<Bytes, byte[]> stored = store.all()) {
      while (stored.hasNext()) {
        KeyValue<Bytes, byte[]> entry = stored.next();
        pending.put(entry.key, read(entry));
      }
    }
  }

  private ItemSums read(KeyValue<Bytes, byte[]> entry) {
    try {
      if (entry.key.get().length <= Long.BYTES) {
        throw new UnreadableBytesException("the key has no item");
      }
      return ItemSums.read(ByteBuffer.wrap(entry.value));
    } catch (UnreadableBytesException e) {
      throw new UnreadableStateException(store.name(), entry.key.get(), e);
    }
  }

  public void add(Contribution contribution) {
    byte[] item = contribution.itemId().getBytes(UTF_8);
    long epoch = ItemStatisticsTable.epochOf(contribution.time(), settings);
    Bytes key =
        Bytes.wrap(ByteBuffer.allocate(Long.BYTES + item.length).putLong(epoch).put(item).array());
    ItemSums sums =
        pending
            .getOrDefault(key, ItemSums.NONE)
            .plus(ItemSums.of(contribution, settings), settings);
    pending.put(key, sums);
    store.put(key, sums.toBytes());
  }

  /** Number of pairs of item and epoch to publish. */
  public int size() {
    return pending.size();
  }

  /** Publishes all contributions and deletes them. */
  public void publish(Consumer<ItemContribution> to) {
    pending.forEach(
        (key, sums) -> {
          ByteBuffer bytes = ByteBuffer.wrap(key.get());
          long epoch = bytes.getLong();
          to.accept(
              new ItemContribution(
                  UTF_8.decode(bytes).toString(), epoch, ByteBuffer.wrap(sums.toBytes())));
          store.delete(key);
        });
    pending.clear();
  }
}
