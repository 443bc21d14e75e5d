package io.laserstreams.learning.factors;

import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Fits made in the course of a dataset, each to what came before it. */
public final class FactorTimeline {
  /** No fit. */
  public static final FactorTimeline NONE = new FactorTimeline(Map.of());

  private final NavigableMap<Long, FittedFactors> byTime;

  private FactorTimeline(Map<Long, FittedFactors> byTime) {
    this.byTime = new TreeMap<>(byTime);
  }

  public static FactorTimeline of(Collection<FittedFactors> fits) {
    Map<Long, FittedFactors> byTime = new TreeMap<>();
    fits.forEach(fit -> byTime.put(fit.fittedUntil(), fit));
    return new FactorTimeline(byTime);
  }

  /**
   * The newest fit to events before this time alone, {@link FittedFactors#NONE} if there is none.
   */
  public FittedFactors before(long time) {
    Map.Entry<Long, FittedFactors> fit = byTime.lowerEntry(time);
    return fit == null ? FittedFactors.NONE : fit.getValue();
  }

  /** The newest fit, {@link FittedFactors#NONE} if there is none. */
  public FittedFactors last() {
    return byTime.isEmpty() ? FittedFactors.NONE : byTime.lastEntry().getValue();
  }
}
