package io.laserstreams.scoring.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.schema.ItemStatistics;
import java.nio.ByteBuffer;

/** The statistics, over all users, of the items of one partition. */
public final class OwnedItemStatistics {
  private final ByteStore store;
  private final StreamingSettings settings;

  public OwnedItemStatistics(ByteStore store, StreamingSettings settings) {
    this.store = requireNonNull(store, "store is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /**
   * Adds the sums of an epoch's interactions; returns the item's new statistics.
   *
   * @throws ArithmeticException if the sums overflow; then nothing has changed
   */
  public ItemStatistics add(String itemId, long epoch, ItemSums contribution) {
    byte[] key = itemId.getBytes(UTF_8);
    EpochSums stored = store.read(key, bytes -> EpochSums.read(ByteBuffer.wrap(bytes), settings));
    EpochSums sums = (stored == null ? EpochSums.NONE : stored).plus(epoch, contribution, settings);
    store.put(key, sums.toBytes());
    return statistics(itemId, sums);
  }

  /** An item's statistics as published. */
  static ItemStatistics statistics(String itemId, EpochSums sums) {
    return new ItemStatistics(
        itemId,
        sums.epoch(),
        ByteBuffer.wrap(sums.before().toBytes()),
        ByteBuffer.wrap(sums.during().toBytes()));
  }
}
