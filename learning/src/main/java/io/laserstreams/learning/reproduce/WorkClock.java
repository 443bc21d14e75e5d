package io.laserstreams.learning.reproduce;

import java.util.List;
import java.util.stream.Stream;

/** Measures progress in estimated seconds of work, so that unlike trainings add up. */
final class WorkClock {
  private final CostModel costs;
  private final ReproductionListener listener;
  private double all;
  private double done;

  WorkClock(CostModel costs, ReproductionListener listener) {
    this.costs = costs;
    this.listener = listener;
  }

  /** Sets the remaining work. */
  void remain(List<Variant> search, List<Variant> variants) {
    all =
        done + Stream.concat(search.stream(), variants.stream()).mapToDouble(costs::seconds).sum();
  }

  Work begin(Variant variant) {
    var work = new Work(variant);
    work.at(0);
    return work;
  }

  private void progressed(double seconds, Variant now) {
    listener.progressed(seconds, Math.max(all, done), now.toString());
  }

  /** A training in progress. */
  final class Work {
    private final Variant variant;

    private Work(Variant variant) {
      this.variant = variant;
    }

    /**
     * @param share of the training that is done
     */
    void at(double share) {
      progressed(done + share * costs.seconds(variant), variant);
    }

    void end() {
      done += costs.seconds(variant);
      progressed(done, variant);
    }
  }
}
