package io.laserstreams.crm.streaming.basis;

import io.laserstreams.crm.streaming.item.ItemStatisticsTable;
import io.laserstreams.crm.streaming.item.ItemSums;
import io.laserstreams.crm.streaming.item.Totals;
import java.util.List;

/**
 * What all users did with the items whose texts are like an item's. Looked up once for what an epoch sees, and again when more of it has
 * come. Safe for several threads.
 */
public final class Neighbourhood {
  private static final double WIDTH = 0.15;
  private static final double WEIGHT = 5;

  private final Neighbours alike;
  private final List<Basis.Entry> items;
  private volatile Seen last;

  private record Seen(long epoch, Totals all, double deviation) {}

  Neighbourhood(Neighbours alike, List<Basis.Entry> items) {
    this.alike = alike;
    this.items = items;
  }

  /** Mean deviation of their values from the users' means, weighed by likeness, drawn to 0. */
  public double deviation(ItemStatisticsTable.View statistics) {
    Seen seen = last;
    if (seen == null || seen.epoch != statistics.epoch() || !seen.all.equals(statistics.all())) {
      seen = new Seen(statistics.epoch(), statistics.all(), workOut(statistics));
      last = seen;
    }
    return seen.deviation;
  }

  private double workOut(ItemStatisticsTable.View statistics) {
    double sum = 0;
    double counts = 0;
    for (int i = 0; i < alike.size(); i++) {
      double weight = Math.exp((alike.similarity(i) - 1) / WIDTH);
      ItemSums other = statistics.item(items.get(alike.row(i)).itemId());
      sum += weight * other.deviations();
      counts += weight * other.count();
    }
    return sum / (counts + WEIGHT);
  }
}
