package io.laserstreams.crm.history;

/** A line of the head's directory: a sealed chunk, how much it holds, and from when to when. */
record ChunkRef(int id, int count, long oldestTime, long newestTime) {
  static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  static ChunkRef of(int id, Entries entries) {
    return new ChunkRef(id, entries.count(), entries.oldestTime(), entries.newestTime());
  }
}
