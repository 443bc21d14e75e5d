package io.laserstreams.knowledge.taste;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums up a user's newest events as a {@link Taste}.
 *
 * <p>Each event weighs as much as the user liked it: a rating by its middle rank among the window's
 * ratings (the best near 1, the worst near 0, whatever the scale), a click one half. Items without
 * a vector are left out; if they are more than half, there is no taste, and nothing drifts.
 */
public final class TasteWindow {
  private static final double CLICK_WEIGHT = 0.5;

  private final ItemVectors vectors;
  private final int events;

  /**
   * @param events newest events that count
   */
  public TasteWindow(ItemVectors vectors, int events) {
    this.vectors = requireNonNull(vectors, "vectors is null");
    this.events = events;
  }

  /** How many of the newest events count. */
  public int events() {
    return events;
  }

  /**
   * The taste of the newest events; null if it is not known.
   *
   * @param history oldest first
   */
  public @Nullable Taste of(List<HistoryEvent> history) {
    List<HistoryEvent> newest =
        history.subList(Math.max(0, history.size() - events), history.size());
    double[] sums = new double[RandomProjection.DIMENSIONS];
    double weights = 0;
    int known = 0;
    for (HistoryEvent event : newest) {
      byte[] vector = vectors.find(event.itemId());
      if (vector != null) {
        known++;
        double weight = weight(event, newest);
        weights += weight;
        for (int i = 0; i < sums.length; i++) {
          sums[i] += weight * vector[i];
        }
      }
    }
    return known == 0 || 2 * known < newest.size() ? null : mean(sums, weights);
  }

  /** How far the taste has moved, see {@link Taste#driftFrom}; 0 if one of both is not known. */
  public double drift(@Nullable Taste before, @Nullable Taste now) {
    return before == null || now == null ? 0 : now.driftFrom(before, vectors.mean());
  }

  private Taste mean(double[] sums, double weights) {
    float[] mean = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      mean[i] = (float) (sums[i] / weights);
    }
    return new Taste(vectors.space(), mean);
  }

  private static double weight(HistoryEvent event, List<HistoryEvent> window) {
    if (!event.isRating()) {
      return CLICK_WEIGHT;
    }
    int ratings = 0;
    double below = 0;
    for (HistoryEvent other : window) {
      if (other.isRating()) {
        ratings++;
        below += other.value() < event.value() ? 1 : other.value() == event.value() ? 0.5 : 0;
      }
    }
    return below / ratings;
  }
}
