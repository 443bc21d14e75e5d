package io.laserstreams.crm.search;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the events of a history that matter for a candidate (Pi et al. 2020, SIM: the general
 * search unit), for training and for serving.
 *
 * @param kind how events are ranked
 * @param width size of an item's search part
 * @param limit maximum number of events found
 */
public record EventSearch(SearchKind kind, int width, int limit) {
  public EventSearch {
    requireNonNull(kind, "kind is null");
  }

  /**
   * Finds the events with the highest scores; among equal scores, the newest.
   *
   * @param candidate the candidate's row
   * @param events rows of the history's items, oldest first
   * @param offset start of the search part in a row
   * @return at most {@link #limit} events
   */
  public FoundEvents find(float[] candidate, List<float[]> events, int offset) {
    int size = events.size();
    float[] scores = new float[size];
    for (int i = 0; i < size; i++) {
      scores[i] = kind.score(candidate, events.get(i), offset, offset + width);
    }
    float bar = bar(scores);
    int left = limit - countAbove(scores, bar);
    int[] found = new int[Math.min(limit, size)];
    float[] foundScores = new float[found.length];
    int at = found.length;
    for (int i = size - 1; i >= 0 && at > 0; i--) {
      if (scores[i] > bar || (scores[i] == bar && bar > SearchKind.NOTHING && left-- > 0)) {
        found[--at] = i;
        foundScores[at] = scores[i];
      }
    }
    return new FoundEvents(
        Arrays.copyOfRange(found, at, found.length),
        Arrays.copyOfRange(foundScores, at, found.length));
  }

  /** The lowest score that is found. */
  private float bar(float[] scores) {
    if (scores.length <= limit) {
      return SearchKind.NOTHING;
    }
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - limit];
  }

  private static int countAbove(float[] scores, float bar) {
    int above = 0;
    for (float score : scores) {
      above += score > bar ? 1 : 0;
    }
    return above;
  }
}
