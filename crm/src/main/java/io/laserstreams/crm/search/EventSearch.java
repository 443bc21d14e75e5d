package io.laserstreams.crm.search;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the events of a history that matter for a candidate (Pi et al. 2020, SIM: the general
 * search unit), for training and for serving.
 *
 * @param kind what matters
 * @param width numbers of an item's search part
 * @param limit how many events are found at most
 */
public record EventSearch(SearchKind kind, int width, int limit) {
  public EventSearch {
    requireNonNull(kind, "kind is null");
  }

  /**
   * The events that matter most; of those that matter alike, the newest.
   *
   * @param candidate the candidate's row
   * @param events rows of the history's items, oldest first
   * @param offset where in a row the search part begins
   * @return at most {@link #limit} events
   */
  public FoundEvents find(float[] candidate, List<float[]> events, int offset) {
    int size = events.size();
    float[] scores = new float[size];
    for (int i = 0; i < size; i++) {
      scores[i] = kind.score(candidate, events.get(i), offset, offset + width);
    }
    float bar = bar(scores);
    int left = limit - count(scores, bar);
    int[] found = new int[Math.min(limit, size)];
    float[] matter = new float[found.length];
    int at = found.length;
    for (int i = size - 1; i >= 0 && at > 0; i--) {
      if (scores[i] > bar || scores[i] == bar && bar > SearchKind.NOTHING && left-- > 0) {
        found[--at] = i;
        matter[at] = scores[i];
      }
    }
    return new FoundEvents(
        Arrays.copyOfRange(found, at, found.length), Arrays.copyOfRange(matter, at, found.length));
  }

  /** The score of the last one that has a place. */
  private float bar(float[] scores) {
    if (scores.length <= limit) {
      return SearchKind.NOTHING;
    }
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - limit];
  }

  private static int count(float[] scores, float bar) {
    int above = 0;
    for (float score : scores) {
      above += score > bar ? 1 : 0;
    }
    return above;
  }
}
