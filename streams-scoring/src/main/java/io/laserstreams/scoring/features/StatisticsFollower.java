package io.laserstreams.scoring.features;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.StreamingSettings;
import io.laserstreams.crm.streaming.item.EpochSums;
import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.table.TableListener;
import io.laserstreams.runtime.table.TableRecord;
import io.laserstreams.schema.ItemStatistics;
import java.nio.BufferUnderflowException;

/** Keeps the statistics of all items up to date with their topic. */
public final class StatisticsFollower implements TableListener<ItemStatistics> {
  private final ItemStatisticsTable statistics;
  private final StreamingSettings settings;

  public StatisticsFollower(FeatureEngine engine) {
    this.statistics = requireNonNull(engine, "engine is null").statistics();
    this.settings = engine.settings();
  }

  @Override
  public void take(TableRecord<ItemStatistics> record) {
    statistics.put(record.key(), record.deleted() ? EpochSums.NONE : sums(record.value()));
  }

  private EpochSums sums(ItemStatistics item) {
    try {
      return EpochSums.of(item.getEpoch(), ItemSums.read(item.getBefore().duplicate()), ItemSums.read(item.getDuring().duplicate()),
          settings);
    } catch (IllegalStateException | BufferUnderflowException e) {
      throw new BadRecordException("bad-statistics", "The statistics of item '" + item.getItemId() + "' cannot be read: "
          + e.getMessage());
    }
  }
}
