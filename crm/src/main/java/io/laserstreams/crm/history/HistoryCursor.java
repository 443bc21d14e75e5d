package io.laserstreams.crm.history;

import java.util.function.Function;

/**
 * Moves through a user's entries from new to old, from the head into the chunks. A chunk is read
 * when the cursor reaches it, and skipped if everything in it is too new.
 */
final class HistoryCursor {
  private final HistoryHead head;
  private final Function<ChunkRef, HistoryEntries> chunks;
  private final long until;
  private int part;
  private HistoryEntries.Cursor cursor;

  /**
   * @param until event time of the newest entry to stop at, inclusive; newer ones are skipped
   */
  HistoryCursor(HistoryHead head, Function<ChunkRef, HistoryEntries> chunks, long until) {
    this.head = head;
    this.chunks = chunks;
    this.until = until;
    this.part = head.chunks().size();
    this.cursor = head.recent().cursor();
  }

  /** Moves to the next older entry; false if there is none. */
  boolean next() {
    while (true) {
      while (cursor.next()) {
        if (cursor.eventTime() <= until) {
          return true;
        }
      }
      if (!olderPart()) {
        return false;
      }
    }
  }

  private boolean olderPart() {
    while (part > 0) {
      ChunkRef chunk = head.chunks().get(--part);
      if (chunk.oldestTime() <= until) {
        cursor = chunks.apply(chunk).cursor();
        return true;
      }
    }
    return false;
  }

  /** Index of the chunk that holds the current entry; the number of chunks if the head holds it. */
  int part() {
    return part;
  }

  HistoryEntries.Cursor entry() {
    return cursor;
  }
}
