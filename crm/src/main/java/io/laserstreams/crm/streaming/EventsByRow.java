package io.laserstreams.crm.streaming;

import io.laserstreams.crm.streaming.factors.BloomFilter;
import io.laserstreams.crm.streaming.user.RecentEvents;

/**
 * A user's recent events by their items' rows in the fitted factors: an open-addressed table, built
 * once for a slate.
 */
final class EventsByRow {
  /** No such event. */
  static final int NONE = -1;

  private static final int SPARSENESS = 4;
  private static final int GOLDEN = 0x9E3779B9;

  private final RecentEvents events;
  private final BloomFilter filter;
  private final int shift;
  private final int mask;

  /** For each slot the row, counted from 1, and the event. */
  private final int[] table;

  EventsByRow(RecentEvents events) {
    this.events = events;
    this.filter = new BloomFilter(events.size());
    int slots = Integer.highestOneBit(Math.max(1, events.size())) * SPARSENESS;
    shift = Integer.numberOfLeadingZeros(slots) + 1;
    mask = slots - 1;
    table = new int[2 * slots];
    for (int i = 0; i < events.size(); i++) {
      if (events.row(i) >= 0) {
        add(events.row(i), i);
      }
    }
  }

  private void add(int row, int event) {
    filter.add(row);
    int at = slot(row);
    while (table[2 * at] != 0) {
      at = (at + 1) & mask;
    }
    table[2 * at] = row + 1;
    table[2 * at + 1] = event;
  }

  private int slot(int row) {
    return (row * GOLDEN) >>> shift;
  }

  /** Passes the rows that may have an event. */
  BloomFilter filter() {
    return filter;
  }

  /** The slot of the oldest event of the item in this row, {@link #NONE} if absent. */
  int first(int row) {
    return find(row + 1, slot(row));
  }

  /** The slot of the item's next event, {@link #NONE} if absent. */
  int next(int at) {
    return find(table[2 * at], (at + 1) & mask);
  }

  private int find(int key, int from) {
    int at = from;
    while (table[2 * at] != key) {
      if (table[2 * at] == 0) {
        return NONE;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  /** The residual of the event in a slot. */
  float residual(int at) {
    return events.residual(table[2 * at + 1]);
  }
}
