package io.laserstreams.scoring.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingSettings;
import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.schema.ItemStatistics;
import java.nio.ByteBuffer;

/** The statistics of the items of one partition over all users. */
public final class OwnedItems {
  private final ByteStore store;
  private final StreamingSettings settings;

  public OwnedItems(ByteStore store, StreamingSettings settings) {
    this.store = requireNonNull(store, "store is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /** Adds what interactions of an epoch bring; returns the item's new statistics. */
  public ItemStatistics add(String itemId, long epoch, ItemSums brought) {
    byte[] key = itemId.getBytes(UTF_8);
    byte[] stored = store.get(key);
    EpochSums sums = (stored == null ? EpochSums.NONE : read(ByteBuffer.wrap(stored)))
        .plus(epoch, brought, settings);
    byte[] before = sums.before().toBytes();
    byte[] during = sums.during().toBytes();
    store.put(key, ByteBuffer.allocate(Long.BYTES + before.length + during.length)
        .putLong(sums.epoch()).put(before).put(during).array());
    return new ItemStatistics(itemId, sums.epoch(), ByteBuffer.wrap(before), ByteBuffer.wrap(during));
  }

  private EpochSums read(ByteBuffer in) {
    return EpochSums.of(in.getLong(), ItemSums.read(in), ItemSums.read(in), settings);
  }
}
