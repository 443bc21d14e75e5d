package io.laserstreams.crm.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A user's clicks and ratings strictly before a time, as of that time. */
public final class PastEvents {
  private final @Nullable HistoryHead head;
  private final Function<ChunkRef, HistoryEntries> chunks;
  private final long until;

  /**
   * @param head null if there are none
   * @param until event time of the newest, inclusive
   */
  PastEvents(@Nullable HistoryHead head, Function<ChunkRef, HistoryEntries> chunks, long until) {
    this.head = head;
    this.chunks = chunks;
    this.until = until;
  }

  /**
   * The newest events.
   *
   * @return at most {@code limit}, oldest first
   */
  public List<HistoryEvent> newest(int limit) {
    if (head == null || limit <= 0) {
      return List.of();
    }
    List<HistoryEvent> events = new ArrayList<>(Math.min(limit, head.kept()));
    Corrections corrections = new Corrections();
    HistoryCursor cursor = new HistoryCursor(head, chunks, until);
    while (events.size() < limit && cursor.next()) {
      HistoryEntries.Cursor entry = cursor.entry();
      String itemId = entry.itemId();
      switch (entry.kind()) {
        case CHANGE -> corrections.change(itemId, entry.value());
        case RETRACTION -> corrections.retract(itemId);
        case EVENT -> {
          if (corrections.isEmpty()) {
            events.add(entry.event(itemId, entry.value()));
          } else if (!corrections.consumeRetraction(itemId)) {
            events.add(entry.event(itemId, corrections.consumeChange(itemId, entry.value())));
          }
        }
      }
    }
    Collections.reverse(events);
    return events;
  }

  /**
   * Which of some items the user clicked or rated: a retracted click or rating does not count. The
   * whole kept history counts, however old.
   *
   * <p>Cost: reads from new to old until each item was met, so the whole history if one is not in
   * it: a look-up for each chunk, at most some 160 with the default bounds.
   *
   * @param items distinct ids
   * @return parallel to the items
   */
  public boolean[] seen(List<String> items) {
    boolean[] seen = new boolean[items.size()];
    if (head == null) {
      return seen;
    }
    SoughtItems sought = new SoughtItems(items);
    int[] retractions = new int[seen.length];
    int left = seen.length;
    HistoryCursor cursor = new HistoryCursor(head, chunks, until);
    while (left > 0 && cursor.next()) {
      int item = cursor.entry().itemIn(sought);
      if (item >= 0 && !seen[item]) {
        switch (cursor.entry().kind()) {
          case CHANGE -> {}
          case RETRACTION -> retractions[item]++;
          case EVENT -> {
            if (retractions[item] > 0) {
              retractions[item]--;
            } else {
              seen[item] = true;
              left--;
            }
          }
        }
      }
    }
    return seen;
  }
}
