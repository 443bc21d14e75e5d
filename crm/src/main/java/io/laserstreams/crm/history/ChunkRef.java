package io.laserstreams.crm.history;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import java.nio.ByteBuffer;

/**
 * An entry of the head's directory: a sealed chunk, how many events it holds, and from when to
 * when.
 */
record ChunkRef(int id, int count, long oldestTime, long newestTime) {
  static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  static ChunkRef of(int id, HistoryEntries entries) {
    return new ChunkRef(id, entries.count(), entries.oldestTime(), entries.newestTime());
  }

  static ChunkRef read(ByteBuffer in) {
    var chunk = new ChunkRef(in.getInt(), in.getInt(), in.getLong(), in.getLong());
    if (chunk.count < 1) {
      throw new UnreadableBytesException("a chunk without an entry: " + chunk);
    }
    return chunk;
  }
}
