package io.laserstreams.scoring.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import java.nio.ByteBuffer;

/**
 * Fills the statistics of all items from the changelog of {@link OwnedItemStatistics}, after the
 * topic of statistics, which is derived from it, was recreated.
 */
public final class ItemStatisticsRebuilder implements TableListener<byte[]> {
  private final ItemStatisticsTable statistics;
  private final StreamingSettings settings;
  private final StatisticsTimes times;

  /**
   * @param times event times that statistics can be of
   */
  public ItemStatisticsRebuilder(FeatureEngine engine, StatisticsTimes times) {
    this.statistics = requireNonNull(engine, "engine is null").statistics();
    this.settings = engine.settings();
    this.times = requireNonNull(times, "times is null");
  }

  @Override
  public void take(TableRecord<byte[]> record) {
    if (!StatisticsRepublisher.isMarker(record.key())) {
      statistics.put(record.key(), record.deleted() ? EpochSums.NONE : sums(record));
    }
  }

  /** What was read stays valid. */
  @Override
  public void topicRecreated(String topic) {}

  private EpochSums sums(TableRecord<byte[]> record) {
    try {
      EpochSums sums = EpochSums.read(ByteBuffer.wrap(record.value()), settings);
      times.requireUntil(record.time(), sums, settings);
      return sums;
    } catch (UnreadableBytesException e) {
      throw new BadRecordException(
          "bad-statistics",
          "The sums of item '" + record.key() + "' cannot be used: " + e.getMessage());
    }
  }
}
