package io.laserstreams.tools.deadletters;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the letters on the dead-letter topic are about, without the letters themselves. */
final class LetterIndex {
  private final Set<String> ids = new HashSet<>();
  private final Map<Integer, Long> first = new TreeMap<>();
  private final Map<Integer, Long> last = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final Set<String> topics = new TreeSet<>();

  void add(StoredDeadLetter letter) {
    ids.add(letter.id());
    long offset = letter.record().offset();
    int partition = letter.record().partition();
    first.putIfAbsent(partition, offset);
    last.put(partition, offset);
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

  /** Topics of the records that the letters are about. */
  Set<String> topics() {
    return topics;
  }

  /** First and last letter of each partition, in words. */
  String range() {
    return first.isEmpty()
        ? "none"
        : first.keySet().stream()
            .map(
                partition ->
                    "%d@%d to %d@%d"
                        .formatted(partition, first.get(partition), partition, last.get(partition)))
            .collect(Collectors.joining(", "));
  }
}
