package io.laserstreams.crm.history;

import java.util.function.Function;

/**
 * Goes through one user's entries from new to old, from the head into the chunks; a chunk is read
 * when the walk gets there, and not at all where everything in it is too new.
 */
final class HistoryCursor {
  private final HistoryHead head;
  private final Function<ChunkRef, HistoryEntries> chunks;
  private final long until;
  private int part;
  private HistoryEntries.Cursor cursor;

  /**
   * @param until inclusive event time of the newest entry to stop at; newer ones are passed over
   */
  HistoryCursor(HistoryHead head, Function<ChunkRef, HistoryEntries> chunks, long until) {
    this.head = head;
    this.chunks = chunks;
    this.until = until;
    this.part = head.chunks().size();
    this.cursor = head.recent().cursor();
  }

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

  /**
   * Index of the chunk in which the current entry is; the number of chunks where it is in the head.
   */
  int part() {
    return part;
  }

  HistoryEntries.Cursor entry() {
    return cursor;
  }
}
