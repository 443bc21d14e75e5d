package io.laserstreams.crm.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one object for equal events, so that many long overlapping histories fit into memory: some
 * 200 bytes for each distinct event, 4 for each position of a history. Not thread-safe.
 */
public final class EventPool {
  private final Map<HistoryEvent, HistoryEvent> events = new HashMap<>();

  /** The same history, made of shared events. */
  public List<HistoryEvent> shared(List<HistoryEvent> history) {
    var shared = new ArrayList<HistoryEvent>(history.size());
    for (HistoryEvent event : history) {
      HistoryEvent known = events.putIfAbsent(event, event);
      shared.add(known == null ? event : known);
    }
    return shared;
  }
}
