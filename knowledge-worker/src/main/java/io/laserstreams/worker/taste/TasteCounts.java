package io.laserstreams.worker.taste;

import io.laserstreams.schema.HistoryEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the counts of a rated history say. A category is enjoyed if the user liked more of its items
 * than not, disliked in the opposite case, and left out in a tie.
 *
 * @param enjoyed categories, the clearest first
 * @param disliked categories, the clearest first
 * @param favourites titles, best rated and newest first
 * @param disappointments titles, worst rated and newest first
 * @param latest titles, newest first
 */
public record TasteCounts(
    List<String> enjoyed,
    List<String> disliked,
    List<String> favourites,
    List<String> disappointments,
    List<String> latest) {
  private static final int MAX_CATEGORIES = 5;
  private static final int MAX_TITLES = 5;
  private static final int MAX_LATEST = 3;

  /** Reads a history, oldest first. */
  public static TasteCounts of(List<HistoryEntry> history, RatingScale scale) {
    Map<String, Integer> balance = new TreeMap<>();
    for (HistoryEntry entry : history) {
      int vote = scale.likes(entry) ? 1 : -1;
      entry.getCategories().forEach(category -> balance.merge(category, vote, Integer::sum));
    }
    List<HistoryEntry> newestFirst = new ArrayList<>(history);
    Collections.reverse(newestFirst);
    Comparator<HistoryEntry> byRating = Comparator.comparing(entry -> rating(entry, scale));
    return new TasteCounts(
        categories(balance, 1),
        categories(balance, -1),
        titles(
            newestFirst.stream().filter(entry -> scale.likes(entry)).sorted(byRating.reversed()),
            MAX_TITLES),
        titles(
            newestFirst.stream().filter(entry -> !scale.likes(entry)).sorted(byRating), MAX_TITLES),
        titles(newestFirst.stream(), MAX_LATEST));
  }

  /** A click counts as the weakest liking. */
  private static float rating(HistoryEntry entry, RatingScale scale) {
    return entry.getValue() == null ? Math.nextUp(scale.likedAbove()) : entry.getValue();
  }

  private static List<String> categories(Map<String, Integer> balance, int sign) {
    return balance.entrySet().stream()
        .filter(category -> sign * category.getValue() > 0)
        .sorted(Comparator.comparing(category -> -sign * category.getValue()))
        .limit(MAX_CATEGORIES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> titles(Stream<HistoryEntry> entries, int limit) {
    LinkedHashSet<String> titles = new LinkedHashSet<>();
    entries.forEach(entry -> titles.add(entry.getTitle()));
    return titles.stream().limit(limit).toList();
  }
}
