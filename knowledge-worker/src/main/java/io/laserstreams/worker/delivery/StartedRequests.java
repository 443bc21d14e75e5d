package io.laserstreams.worker.delivery;

import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How often work on a partition's requests was begun and not ended, by offset. Travels as the
 * metadata of the committed offset, which outlives a worker's death: a consumer group does not
 * count deliveries.
 */
final class StartedRequests {
  private static final String TITLE = "begun";
  private static final Pattern ENTRY = Pattern.compile(" (\\d{1,18})x(\\d{1,9})");
  private static final Pattern WHOLE = Pattern.compile(TITLE + "(?:" + ENTRY + ")+");

  /** Of the brokers' offset.metadata.max.bytes, 4096 by default. */
  private static final int MOST_ENTRIES = 128;

  private final TreeMap<Long, Integer> times = new TreeMap<>();

  /** Reads metadata; what somebody else wrote says nothing. */
  static StartedRequests parse(String metadata) {
    StartedRequests begun = new StartedRequests();
    if (metadata != null && WHOLE.matcher(metadata).matches()) {
      Matcher entry = ENTRY.matcher(metadata);
      while (entry.find()) {
        begun.times.put(Long.parseLong(entry.group(1)), Integer.parseInt(entry.group(2)));
      }
    }
    return begun;
  }

  int times(long offset) {
    return times.getOrDefault(offset, 0);
  }

  void begin(long offset) {
    times.merge(offset, 1, Integer::sum);
  }

  /** Work was given up in peace, which says nothing against the request. */
  void giveBack(long offset) {
    times.computeIfPresent(offset, (key, begun) -> begun > 1 ? begun - 1 : null);
  }

  void end(long offset) {
    times.remove(offset);
  }

  /** As metadata; empty where nothing is begun. */
  String metadata() {
    return times.isEmpty()
        ? ""
        : TITLE
            + times.entrySet().stream()
                .limit(MOST_ENTRIES)
                .map(entry -> " " + entry.getKey() + "x" + entry.getValue())
                .collect(Collectors.joining());
  }
}
