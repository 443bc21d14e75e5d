package io.laserstreams.worker.taste;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Which categories the newest third of a history has more or less of than the rest, beyond chance:
 * by Fisher's exact test, one-sided, at 5 % over all categories together (Bonferroni). A history of
 * chance alone thus names a change at most once in ten times, and usually far less often, as counts
 * are discrete.
 *
 * @param rising the clearest first
 * @param falling the clearest first
 */
public record TasteChange(List<String> rising, List<String> falling) {
  private static final double LEVEL = 0.05;
  private static final int NEWEST_SHARE = 3;
  private static final int MAX_CATEGORIES = 3;

  public TasteChange {
    rising = List.copyOf(rising);
    falling = List.copyOf(falling);
  }

  /** Reads the categories of events, oldest first; events without categories do not count. */
  static TasteChange of(List<List<String>> events) {
    List<List<String>> told = events.stream().filter(event -> !event.isEmpty()).toList();
    int newest = told.size() / NEWEST_SHARE;
    Map<String, Integer> all = counts(told);
    Map<String, Integer> late = counts(told.subList(told.size() - newest, told.size()));
    return new TasteChange(
        beyondChance(
            all,
            category -> atLeast(count(late, category), count(all, category), told.size(), newest)),
        beyondChance(
            all,
            category ->
                // As few among the newest: as many among the rest.
                atLeast(
                    count(all, category) - count(late, category),
                    count(all, category),
                    told.size(),
                    told.size() - newest)));
  }

  private static int count(Map<String, Integer> counts, String category) {
    return counts.getOrDefault(category, 0);
  }

  public boolean isNone() {
    return rising.isEmpty() && falling.isEmpty();
  }

  private static Map<String, Integer> counts(List<List<String>> events) {
    Map<String, Integer> counts = new TreeMap<>();
    events.forEach(
        event -> new HashSet<>(event).forEach(category -> counts.merge(category, 1, Integer::sum)));
    return counts;
  }

  private static List<String> beyondChance(
      Map<String, Integer> all, ToDoubleFunction<String> chance) {
    double level = LEVEL / all.size();
    return new TreeSet<>(all.keySet())
        .stream()
            .filter(category -> chance.applyAsDouble(category) <= level)
            .sorted(Comparator.comparingDouble(chance))
            .limit(MAX_CATEGORIES)
            .toList();
  }

  /**
   * The probability that of {@code drawn} events, drawn from {@code events} without regard to the
   * category, at least {@code hits} are among the {@code marked} ones: the upper tail of the
   * hypergeometric distribution.
   */
  private static double atLeast(int hits, int marked, int events, int drawn) {
    double tail = 0;
    for (int k = hits; k <= Math.min(marked, drawn); k++) {
      tail +=
          Math.exp(
              logChoose(marked, k)
                  + logChoose(events - marked, drawn - k)
                  - logChoose(events, drawn));
    }
    return tail;
  }

  /** Negative infinity for an impossible choice. */
  private static double logChoose(int n, int k) {
    if (k < 0 || k > n) {
      return Double.NEGATIVE_INFINITY;
    }
    double sum = 0;
    for (int i = 1; i <= k; i++) {
      sum += Math.log(n - k + i) - Math.log(i);
    }
    return sum;
  }
}
