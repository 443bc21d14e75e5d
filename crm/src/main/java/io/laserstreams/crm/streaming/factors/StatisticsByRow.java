package io.laserstreams.crm.streaming.factors;

import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a table of statistics by the rows of fitted factors: each is looked up by its item's id
 * once. Keeps the cells of the last table used. Safe for several threads.
 */
final class StatisticsByRow {
  private final List<FittedFactors.Row> items;
  private volatile @Nullable Cells last;

  StatisticsByRow(List<FittedFactors.Row> items) {
    this.items = items;
  }

  Cells in(ItemStatisticsTable table) {
    Cells cells = last;
    if (cells == null || cells.table != table) {
      cells = new Cells(table, items);
      last = cells;
    }
    return cells;
  }

  /** The cells of one table. */
  static final class Cells {
    private final ItemStatisticsTable table;
    private final List<FittedFactors.Row> items;
    private final AtomicReferenceArray<ItemStatisticsTable.@Nullable Cell> byRow;

    private Cells(ItemStatisticsTable table, List<FittedFactors.Row> items) {
      this.table = table;
      this.items = items;
      this.byRow = new AtomicReferenceArray<>(items.size());
    }

    ItemStatisticsTable.Cell of(int row) {
      ItemStatisticsTable.Cell cell = byRow.get(row);
      if (cell == null) {
        cell = table.getOrCreateCell(items.get(row).itemId());
        byRow.set(row, cell);
      }
      return cell;
    }
  }
}
