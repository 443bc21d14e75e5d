package io.laserstreams.worker.delivery;

import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How often work on a partition's requests was started and not finished, by offset. It is committed
 * as the metadata of the offset, which outlives a worker's death: a consumer group does not count
 * deliveries.
 */
final class StartedRequests {
  private static final String TITLE = "begun";
  private static final Pattern ENTRY = Pattern.compile(" (\\d{1,18})x(\\d{1,9})");
  private static final Pattern WHOLE = Pattern.compile(TITLE + "(?:" + ENTRY + ")+");

  /** Keeps the metadata below the brokers' offset.metadata.max.bytes, 4096 by default. */
  private static final int MAX_ENTRIES = 128;

  private final TreeMap<Long, Integer> times = new TreeMap<>();

  /** Parses metadata; metadata in another format, or null, counts as none started. */
  static StartedRequests parse(@Nullable String metadata) {
    StartedRequests started = new StartedRequests();
    if (metadata != null && WHOLE.matcher(metadata).matches()) {
      Matcher entry = ENTRY.matcher(metadata);
      while (entry.find()) {
        started.times.put(Long.parseLong(entry.group(1)), Integer.parseInt(entry.group(2)));
      }
    }
    return started;
  }

  /** How often work on the request was started and not finished. */
  int times(long offset) {
    return times.getOrDefault(offset, 0);
  }

  void start(long offset) {
    times.merge(offset, 1, Integer::sum);
  }

  /** Work was stopped in an orderly way, which does not count against the request. */
  void giveBack(long offset) {
    times.computeIfPresent(offset, (key, count) -> count > 1 ? count - 1 : null);
  }

  void finish(long offset) {
    times.remove(offset);
  }

  /** As metadata; empty if no work is unfinished. */
  String metadata() {
    return times.isEmpty()
        ? ""
        : TITLE
            + times.entrySet().stream()
                .limit(MAX_ENTRIES)
                .map(entry -> " " + entry.getKey() + "x" + entry.getValue())
                .collect(Collectors.joining());
  }
}
