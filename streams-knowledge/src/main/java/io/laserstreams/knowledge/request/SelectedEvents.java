package io.laserstreams.knowledge.request;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.knowledge.taste.ItemVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Chooses the events that a request about a user carries.
 *
 * <p>Diverse: one half are the newest. The others are chosen one by one from the newest pool of
 * eight times as many, always the one whose item is farthest from all that are chosen, the newer if
 * equal (T. Gonzalez, Clustering to minimize the maximum intercluster distance, 1985). Events whose
 * item has no vector are taken, newest first, only if there are not enough others. Cost for 30
 * events: some 7,000 distances of 64 numbers.
 */
public final class SelectedEvents {
  private static final int POOL_FACTOR = 8;
  private static final int UNKNOWN = -1;

  private final HistorySelection selection;
  private final int events;
  private final ItemVectors vectors;

  /**
   * @param events at most
   */
  public SelectedEvents(HistorySelection selection, int events, ItemVectors vectors) {
    this.selection = requireNonNull(selection, "selection is null");
    this.events = events;
    this.vectors = requireNonNull(vectors, "vectors is null");
  }

  /** How many of the newest events to choose from. */
  public int pool() {
    return selection == HistorySelection.NEWEST ? events : Math.multiplyExact(events, POOL_FACTOR);
  }

  /**
   * The chosen events, oldest first.
   *
   * @param newest the pool, oldest first
   */
  public List<HistoryEvent> of(List<HistoryEvent> newest) {
    int size = newest.size();
    if (size <= events || selection == HistorySelection.NEWEST) {
      return newest.subList(Math.max(0, size - events), size);
    }
    List<HistoryEvent> newestFirst = new ArrayList<>(newest);
    Collections.reverse(newestFirst);
    boolean[] chosen = new boolean[size];
    int half = (events + 1) / 2;
    Arrays.fill(chosen, 0, half, true);
    int[] distances = new int[size];
    for (int i = half; i < size; i++) {
      distances[i] =
          vectors.find(newestFirst.get(i).itemId()) == null ? UNKNOWN : Integer.MAX_VALUE;
    }
    for (int i = 0; i < half; i++) {
      approach(newestFirst.get(i), newestFirst, distances);
    }
    for (int more = events - half; more > 0; more--) {
      int farthest = farthest(distances, chosen);
      chosen[farthest] = true;
      approach(newestFirst.get(farthest), newestFirst, distances);
    }
    List<HistoryEvent> selected = new ArrayList<>(events);
    for (int i = size - 1; i >= 0; i--) {
      if (chosen[i]) {
        selected.add(newestFirst.get(i));
      }
    }
    return selected;
  }

  private static int farthest(int[] distances, boolean[] chosen) {
    int farthest = -1;
    for (int i = 0; i < distances.length; i++) {
      if (!chosen[i] && (farthest < 0 || distances[i] > distances[farthest])) {
        farthest = i;
      }
    }
    return farthest;
  }

  /** Shortens the distances of those that are closer to this event than to any chosen before. */
  private void approach(HistoryEvent event, List<HistoryEvent> all, int[] distances) {
    byte[] vector = vectors.find(event.itemId());
    if (vector == null) {
      return;
    }
    for (int i = 0; i < distances.length; i++) {
      byte[] other = distances[i] == UNKNOWN ? null : vectors.find(all.get(i).itemId());
      if (other != null) {
        distances[i] = Math.min(distances[i], squaredDistance(vector, other));
      }
    }
  }

  private static int squaredDistance(byte[] a, byte[] b) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      int difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }
}
