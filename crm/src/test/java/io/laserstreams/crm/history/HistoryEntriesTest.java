package io.laserstreams.crm.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HistoryEntriesTest {
  @Test
  void shouldTakeTheDocumentedBytes() {
    HistoryEntry entry =
        new HistoryEntry(HistoryEntry.Kind.EVENT, "interaction1", "item00000001", 1, 4);
    assertEquals(15 + 12 + 12, entry.encode().length);
  }

  @Test
  void shouldSplitBetweenEntries() {
    HistoryEntries entries = HistoryEntries.NONE;
    for (int i = 0; i < 5; i++) {
      entries =
          entries.insert(
              0, new HistoryEntry(HistoryEntry.Kind.EVENT, "i" + i, "x".repeat(i), i, 0).encode());
    }
    assertEquals(4, entries.newestTime());
    assertEquals(0, entries.oldestTime());
    assertEquals(3, entries.newest(2).oldestTime());
    assertEquals(2, entries.withoutNewest(2).newestTime());
    assertEquals(entries.length(), entries.newest(2).length() + entries.withoutNewest(2).length());
    assertEquals(entries.length(), entries.newest(5).length());
    assertEquals(0, entries.withoutNewest(5).length());
  }
}
