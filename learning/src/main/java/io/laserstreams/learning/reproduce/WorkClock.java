package io.laserstreams.learning.reproduce;

import java.util.List;
import java.util.stream.Stream;

/**
 * Counts the work done in estimated seconds, so that what is left can be told however unlike its
 * parts are.
 */
final class WorkClock {
  private final CostModel costs;
  private final ReproductionListener listener;
  private double all;
  private double done;
  private Variant now;

  WorkClock(CostModel costs, ReproductionListener listener) {
    this.costs = costs;
    this.listener = listener;
  }

  /** Says what is still to do. */
  void remain(List<Variant> search, List<Variant> variants) {
    all =
        done + Stream.concat(search.stream(), variants.stream()).mapToDouble(costs::seconds).sum();
  }

  void begin(Variant variant) {
    now = variant;
    at(0);
  }

  /**
   * @param share of the work under way
   */
  void at(double share) {
    listener.progressed(done + share * costs.seconds(now), Math.max(all, done), now.toString());
  }

  void end() {
    done += costs.seconds(now);
    listener.progressed(done, Math.max(all, done), now.toString());
  }
}
