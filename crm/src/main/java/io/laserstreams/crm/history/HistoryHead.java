package io.laserstreams.crm.history;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.UntrustedBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The record of every user with a history: counters, the directory of sealed chunks, the newest
 * entries.
 *
 * <p>Encoded: version (1 byte), counted, dropped, droppedUntil (8 each), nextChunkId, number of
 * chunks, number of entries (4 each), the directory (24 a chunk), the entries. Big-endian.
 *
 * @param counted interactions ever counted
 * @param dropped how many of them were dropped from the full history
 * @param droppedUntil event time of the newest dropped one; {@code Long.MIN_VALUE} if none was
 * @param chunks sealed chunks, oldest first
 * @param recent the newest entries, not older than those in chunks
 */
record HistoryHead(
    long counted,
    long dropped,
    long droppedUntil,
    int nextChunkId,
    List<ChunkRef> chunks,
    HistoryEntries recent) {
  static final HistoryHead EMPTY =
      new HistoryHead(0, 0, Long.MIN_VALUE, 0, List.of(), HistoryEntries.NONE);

  private static final int FIXED_BYTES = 1 + 3 * Long.BYTES + 3 * Integer.BYTES;

  /**
   * @throws UnreadableBytesException if the bytes are of another release, or not a head
   */
  static HistoryHead decode(byte[] bytes) {
    return UntrustedBytes.read(
        "a history's head", CodecVersion.CURRENT, ByteBuffer.wrap(bytes), HistoryHead::parts);
  }

  private static HistoryHead parts(ByteBuffer in) {
    long counted = in.getLong();
    long dropped = in.getLong();
    long droppedUntil = in.getLong();
    int nextChunkId = in.getInt();
    int chunkCount = in.getInt();
    int entryCount = in.getInt();
    List<ChunkRef> chunks = new ArrayList<>(UntrustedBytes.count(chunkCount, ChunkRef.BYTES, in));
    for (int i = 0; i < chunkCount; i++) {
      chunks.add(ChunkRef.read(in));
    }
    var head =
        new HistoryHead(
            counted,
            dropped,
            droppedUntil,
            nextChunkId,
            chunks,
            HistoryEntries.read(in, entryCount));
    if (counted < 0
        || dropped < 0
        || entryCount == 0
        || chunks.stream().mapToLong(ChunkRef::count).sum() + entryCount > counted) {
      throw new UnreadableBytesException(
          "a history of %d interactions, %d dropped, with %d entries in its head and %s"
              .formatted(counted, dropped, entryCount, chunks));
    }
    return head;
  }

  byte[] encode() {
    int entriesAt = FIXED_BYTES + chunks.size() * ChunkRef.BYTES;
    byte[] bytes = new byte[entriesAt + recent.length()];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.put(CodecVersion.CURRENT)
        .putLong(counted)
        .putLong(dropped)
        .putLong(droppedUntil)
        .putInt(nextChunkId)
        .putInt(chunks.size())
        .putInt(recent.count());
    for (ChunkRef chunk : chunks) {
      out.putInt(chunk.id())
          .putInt(chunk.count())
          .putLong(chunk.oldestTime())
          .putLong(chunk.newestTime());
    }
    recent.copyTo(bytes, entriesAt);
    return bytes;
  }

  /** Entries in chunks and head. */
  int kept() {
    int kept = recent.count();
    for (ChunkRef chunk : chunks) {
      kept += chunk.count();
    }
    return kept;
  }

  /** One more interaction, in the head. */
  HistoryHead withOneMore(HistoryEntries newRecent) {
    return new HistoryHead(counted + 1, dropped, droppedUntil, nextChunkId, chunks, newRecent);
  }

  /** One more interaction, in a chunk. */
  HistoryHead withOneMore(List<ChunkRef> newChunks, int newNextChunkId) {
    return new HistoryHead(counted + 1, dropped, droppedUntil, newNextChunkId, newChunks, recent);
  }

  /** The head's oldest entries, now a chunk of their own, replaced by {@code rest}. */
  HistoryHead sealed(ChunkRef chunk, HistoryEntries rest) {
    List<ChunkRef> more = new ArrayList<>(chunks);
    more.add(chunk);
    return new HistoryHead(counted, dropped, droppedUntil, nextChunkId + 1, more, rest);
  }

  HistoryHead withoutOldestChunk() {
    ChunkRef oldest = chunks.get(0);
    return new HistoryHead(
        counted,
        dropped + oldest.count(),
        Math.max(droppedUntil, oldest.newestTime()),
        nextChunkId,
        chunks.subList(1, chunks.size()),
        recent);
  }
}
