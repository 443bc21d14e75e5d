package io.laserstreams.tools.deadletters;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is on the dead-letter topic, without the letters. */
final class LetterIndex {
  private final Set<String> ids = new HashSet<>();
  private final Map<Integer, long[]> firstAndLast = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final Set<String> topics = new TreeSet<>();

  void add(Letter letter) {
    ids.add(letter.id());
    long offset = letter.record().offset();
    firstAndLast
            .computeIfAbsent(letter.record().partition(), partition -> new long[] {offset, offset})[
            1] =
        offset;
    reasons.merge(letter.content().reason(), 1, Integer::sum);
    if (letter.content().topic() != null) {
      topics.add(letter.content().topic());
    }
  }

  boolean hasId(String id) {
    return ids.contains(id);
  }

  /** Number of letters by reason. */
  Map<String, Integer> reasons() {
    return reasons;
  }

  /** Topics that the letters are about. */
  Set<String> topics() {
    return topics;
  }

  /** First and last letter of each partition, in words. */
  String range() {
    return firstAndLast.isEmpty()
        ? "none"
        : firstAndLast.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + "@"
                        + entry.getValue()[0]
                        + " to "
                        + entry.getKey()
                        + "@"
                        + entry.getValue()[1])
            .collect(Collectors.joining(", "));
  }
}
