package io.laserstreams.crm.streaming.item;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statistics of all items by epochs of event time: an epoch is seen once it has ended, so that an
 * impression sees the epochs before its own and nothing later, wherever and whenever it is scored.
 * With epochs of length 0 interactions are seen at once.
 *
 * <p>One thread at a time may write, any number may read. Memory: an item's sums three times, about
 * 400 bytes plus 50 for each segment.
 */
public final class ItemStatisticsTable {
  /**
   * Epochs for which totals over all items are kept apart; a reader further behind sees newer
   * totals.
   */
  private static final int DISTINCT_EPOCHS = 16;

  private final StreamingSettings settings;
  private final Map<String, Cell> items = new ConcurrentHashMap<>();

  /** What each epoch adds to the totals over all items. */
  private final NavigableMap<Long, Totals> steps = new TreeMap<>();

  private Totals settled = Totals.NONE;
  private volatile long interactions;
  private volatile Cached cached = new Cached(Long.MIN_VALUE, Totals.NONE);

  private record Cached(long epoch, Totals totals) {}

  /** Where the table keeps an item's statistics, for readers that read the same item often. */
  public static final class Cell {
    private volatile EpochSums sums = EpochSums.NONE;

    private Cell() {}
  }

  public ItemStatisticsTable(StreamingSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
  }

  /** The epoch of an event time in milliseconds. */
  public static long epochOf(long time, StreamingSettings settings) {
    return settings.epochMillis() == 0 ? 0 : Math.floorDiv(time, settings.epochMillis());
  }

  /** Adds an interaction to its epoch. */
  public void add(Contribution contribution) {
    EpochSums now = getOrCreateCell(contribution.itemId()).sums;
    put(
        contribution.itemId(),
        now.plus(
            epochOf(contribution.time(), settings), ItemSums.of(contribution, settings), settings));
  }

  /** Replaces an item's statistics. */
  public synchronized void put(String itemId, EpochSums sums) {
    Cell cell = getOrCreateCell(itemId);
    EpochSums old = cell.sums;
    settled = settled.plus(sums.before().totals()).minus(old.before().totals());
    step(old.epoch(), Totals.NONE.minus(old.during().totals()));
    step(sums.epoch(), sums.during().totals());
    while (steps.size() > DISTINCT_EPOCHS) {
      settled = settled.plus(steps.pollFirstEntry().getValue());
    }
    cell.sums = sums;
    interactions += sums.all().count() - old.all().count();
    cached = new Cached(Long.MIN_VALUE, Totals.NONE);
  }

  private void step(long epoch, Totals change) {
    if (change.count() == 0) {
      return;
    }
    if (!steps.isEmpty() && epoch < steps.firstKey() && steps.size() == DISTINCT_EPOCHS) {
      settled = settled.plus(change);
    } else {
      steps.merge(epoch, change, Totals::plus);
    }
  }

  /** The item's cell, created if absent; it remains the item's. */
  public Cell getOrCreateCell(String itemId) {
    Cell cell = items.get(itemId);
    return cell == null ? items.computeIfAbsent(itemId, id -> new Cell()) : cell;
  }

  /** Interactions counted so far, including those of open epochs. */
  public long interactions() {
    return interactions;
  }

  /** What an event at a time sees. */
  public View at(long time) {
    return new View(settings.epochMillis() == 0 ? Long.MAX_VALUE : epochOf(time, settings));
  }

  private Totals totals(long epoch) {
    Cached last = cached;
    if (last.epoch() == epoch && epoch != Long.MIN_VALUE) {
      return last.totals();
    }
    synchronized (this) {
      Totals totals = settled;
      for (Totals step : steps.headMap(epoch, false).values()) {
        totals = totals.plus(step);
      }
      cached = new Cached(epoch, totals);
      return totals;
    }
  }

  /** The statistics as an epoch sees them; late interactions still change them. */
  public final class View {
    private final long epoch;
    private final Totals all;

    private View(long epoch) {
      this.epoch = epoch;
      this.all = totals(epoch);
    }

    /** Sums of an item. */
    public ItemSums item(String itemId) {
      Cell cell = items.get(itemId);
      return cell == null ? ItemSums.NONE : item(cell);
    }

    /** Sums of the item of a cell of the same {@linkplain #table table}. */
    public ItemSums item(Cell cell) {
      return cell.sums.seenFrom(epoch);
    }

    public ItemStatisticsTable table() {
      return ItemStatisticsTable.this;
    }

    /** Totals of all items together. */
    public Totals all() {
      return all;
    }

    /** The epoch that sees them, counted from 1970: all earlier epochs count. */
    public long epoch() {
      return epoch;
    }
  }
}
