package io.laserstreams.crm.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference for histories: one sorted list, corrections applied from old to new. */
final class SortedListHistory {
  private final List<HistoryEntry> log = new ArrayList<>();

  boolean put(HistoryEntry entry) {
    for (HistoryEntry known : log) {
      if (known.interactionId().equals(entry.interactionId())
          && known.eventTime() == entry.eventTime()) {
        return false;
      }
    }
    int at = log.size();
    while (at > 0 && log.get(at - 1).eventTime() > entry.eventTime()) {
      at--;
    }
    log.add(at, entry);
    return true;
  }

  int counted() {
    return log.size();
  }

  List<HistoryEvent> newestBefore(long eventTime, int limit) {
    HistoryEvent[] standing = new HistoryEvent[log.size()];
    Map<String, Deque<Integer>> byItem = new HashMap<>();
    for (int i = 0; i < log.size() && log.get(i).eventTime() < eventTime; i++) {
      HistoryEntry entry = log.get(i);
      Deque<Integer> stack = byItem.computeIfAbsent(entry.itemId(), id -> new ArrayDeque<>());
      switch (entry.kind()) {
        case EVENT -> {
          standing[i] =
              new HistoryEvent(
                  entry.interactionId(), entry.itemId(), entry.eventTime(), entry.value());
          stack.push(i);
        }
        case CHANGE -> {
          if (!stack.isEmpty()) {
            standing[stack.peek()] = standing[stack.peek()].withValue(entry.value());
          }
        }
        case RETRACTION -> {
          if (!stack.isEmpty()) {
            standing[stack.pop()] = null;
          }
        }
      }
    }
    List<HistoryEvent> events = new ArrayList<>();
    for (HistoryEvent event : standing) {
      if (event != null) {
        events.add(event);
      }
    }
    return events.subList(Math.max(0, events.size() - limit), events.size());
  }

  Set<String> seenBefore(long eventTime, Set<String> itemIds) {
    return newestBefore(eventTime, Integer.MAX_VALUE).stream()
        .map(HistoryEvent::itemId)
        .filter(itemIds::contains)
        .collect(Collectors.toSet());
  }
}
