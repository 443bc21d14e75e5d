package io.laserstreams.scoring.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.ItemStatistics;
import io.laserstreams.scoring.items.ItemKey;

/**
 * Keeps the statistics of all items up to date with their topic. Invalid statistics change nothing.
 */
public final class StatisticsFollower implements TableListener<ItemStatistics> {
  private final ItemStatisticsTable statistics;
  private final StreamingSettings settings;
  private final StatisticsTimes times;

  /**
   * @param times event times that statistics can be of
   */
  public StatisticsFollower(FeatureEngine engine, StatisticsTimes times) {
    this.statistics = requireNonNull(engine, "engine is null").statistics();
    this.settings = engine.settings();
    this.times = requireNonNull(times, "times is null");
  }

  @Override
  public void take(TableRecord<ItemStatistics> record) {
    statistics.put(record.key(), record.deleted() ? EpochSums.NONE : sums(record));
  }

  /** What is known stays valid: the owners of the items publish all of them again. */
  @Override
  public void topicRecreated(String topic) {}

  private EpochSums sums(TableRecord<ItemStatistics> record) {
    ItemStatistics item = record.value();
    ItemKey.require(record.key(), item.getItemId());
    try {
      EpochSums sums =
          EpochSums.of(
              item.getEpoch(),
              ItemSums.read(item.getBefore().duplicate()),
              ItemSums.read(item.getDuring().duplicate()),
              settings);
      times.requireUntil(record.time(), sums, settings);
      return sums;
    } catch (UnreadableBytesException | ArithmeticException e) {
      throw new BadRecordException(
          "bad-statistics",
          "The statistics of item '" + item.getItemId() + "' cannot be used: " + e.getMessage());
    }
  }
}
