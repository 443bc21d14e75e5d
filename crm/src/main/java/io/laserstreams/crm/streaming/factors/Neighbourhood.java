package io.laserstreams.crm.streaming.factors;

import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.item.Totals;
import org.jspecify.annotations.Nullable;

/**
 * What all users did with the items whose texts are similar to an item's. Computed once for an
 * epoch, and again when its statistics have changed. Safe for several threads.
 */
public final class Neighbourhood {
  private static final double WIDTH = 0.15;
  private static final double WEIGHT = 5;

  private final Neighbours alike;
  private final float[] weights;
  private final StatisticsByRow items;
  private volatile @Nullable Seen last;

  private record Seen(long epoch, Totals all, double deviation) {}

  Neighbourhood(Neighbours alike, StatisticsByRow items) {
    this.alike = alike;
    this.items = items;
    this.weights = new float[alike.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.exp((alike.similarity(i) - 1) / WIDTH);
    }
  }

  /**
   * Mean deviation of their values from the users' means, weighed by similarity, shrunk towards 0.
   */
  public double deviation(ItemStatisticsTable.View statistics) {
    Seen seen = last;
    if (seen == null || seen.epoch != statistics.epoch() || !seen.all.equals(statistics.all())) {
      seen = new Seen(statistics.epoch(), statistics.all(), compute(statistics));
      last = seen;
    }
    return seen.deviation;
  }

  private double compute(ItemStatisticsTable.View statistics) {
    StatisticsByRow.Cells cells = items.in(statistics.table());
    double sum = 0;
    double counts = 0;
    for (int i = 0; i < weights.length; i++) {
      ItemSums other = statistics.item(cells.of(alike.row(i)));
      sum += weights[i] * other.deviations();
      counts += weights[i] * (double) other.count();
    }
    return sum / (counts + WEIGHT);
  }
}
