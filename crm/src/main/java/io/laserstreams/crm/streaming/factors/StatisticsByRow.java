package io.laserstreams.crm.streaming.factors;

import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where a table of statistics has the items of a basis, by their rows: each is looked up by its id
 * once. It keeps the places of the table that was asked for last. Safe for several threads.
 */
final class StatisticsByRow {
  private final List<FittedFactors.Entry> items;
  private volatile Cells last;

  StatisticsByRow(List<FittedFactors.Entry> items) {
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

  /** The places in one table. */
  static final class Cells {
    private final ItemStatisticsTable table;
    private final List<FittedFactors.Entry> items;
    private final AtomicReferenceArray<ItemStatisticsTable.Cell> byRow;

    private Cells(ItemStatisticsTable table, List<FittedFactors.Entry> items) {
      this.table = table;
      this.items = items;
      this.byRow = new AtomicReferenceArray<>(items.size());
    }

    ItemStatisticsTable.Cell of(int row) {
      ItemStatisticsTable.Cell cell = byRow.get(row);
      if (cell == null) {
        cell = table.cell(items.get(row).itemId());
        byRow.set(row, cell);
      }
      return cell;
    }
  }
}
