package io.laserstreams.learning.basis;

import io.laserstreams.crm.streaming.basis.Basis;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Fits in the course of a dataset, each to what came before it. */
public final class Bases {
  /** No fit. */
  public static final Bases NONE = new Bases(Map.of());

  private final NavigableMap<Long, Basis> byTime;

  private Bases(Map<Long, Basis> byTime) {
    this.byTime = new TreeMap<>(byTime);
  }

  /** These fits. */
  public static Bases of(Collection<Basis> fits) {
    Map<Long, Basis> byTime = new TreeMap<>();
    fits.forEach(fit -> byTime.put(fit.fittedUntil(), fit));
    return new Bases(byTime);
  }

  /** The newest fit that has seen nothing of this time or later, {@link Basis#NONE} where there is none. */
  public Basis before(long time) {
    Map.Entry<Long, Basis> fit = byTime.lowerEntry(time);
    return fit == null ? Basis.NONE : fit.getValue();
  }

  /** The newest fit, {@link Basis#NONE} where there is none. */
  public Basis last() {
    return byTime.isEmpty() ? Basis.NONE : byTime.lastEntry().getValue();
  }
}
