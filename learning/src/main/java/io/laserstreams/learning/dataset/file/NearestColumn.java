package io.laserstreams.learning.dataset.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The column that a wrong name may mean: the one that shares most pairs of neighbouring letters
 * with it, by Dice's coefficient, whatever their case and what stands between words.
 */
final class NearestColumn {
  private static final double LEAST = 0.4;
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  private NearestColumn() {}

  /** The question to put to whoever wrote the name; empty if no column is like it. */
  static String hint(String name, Collection<String> columns) {
    return columns.stream()
        .filter(column -> likeness(name, column) >= LEAST)
        .max(Comparator.comparingDouble(column -> likeness(name, column)))
        .map(column -> "; did you mean '" + column + "'?")
        .orElse("");
  }

  /** From 0 to 1. */
  private static double likeness(String a, String b) {
    Set<String> first = pairs(a);
    Set<String> second = pairs(b);
    int all = first.size() + second.size();
    first.retainAll(second);
    return all == 0 ? 0 : 2.0 * first.size() / all;
  }

  private static Set<String> pairs(String name) {
    String letters = BETWEEN.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    Set<String> pairs = new HashSet<>();
    for (int i = 1; i < letters.length(); i++) {
      pairs.add(letters.substring(i - 1, i + 1));
    }
    return pairs;
  }
}
