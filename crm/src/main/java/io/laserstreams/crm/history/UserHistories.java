package io.laserstreams.crm.history;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.UntrustedBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Lifelong histories of users in a key-value store.
 *
 * <p>A history is a log of clicks, ratings and their corrections in order of event time, equal
 * times in order of arrival. The newest entries (at most {@link HistoryBounds#headEvents}) are in
 * one head record, together with a directory of sealed chunks. An append rewrites the head only; a
 * late interaction is inserted into the chunk where it belongs. Corrections are entries like any
 * other and are applied when a history is read, as of the time for which it is read: except for
 * ties in event time, the same interactions give the same history in any order of arrival.
 *
 * <p>Space: an entry takes 15 bytes plus its two ids in UTF-8 (40 bytes for ids of 12), a chunk 24
 * bytes in the head's directory. With the default bounds an append writes at most 96 entries and
 * 160 directory entries, some 8 KB; for a new user a few dozen bytes. Nothing is kept in memory
 * between calls.
 *
 * <p>Not thread-safe; the store's owner calls it from one thread.
 */
public final class UserHistories {
  private static final byte HEAD_KEY = 0;
  private static final byte CHUNK_KEY = 1;

  /** Offset of an entry that is older than all others. */
  private static final int AT_END = -1;

  private final ByteStore store;
  private final HistoryBounds bounds;
  private long dropped;

  public UserHistories(ByteStore store) {
    this(store, HistoryBounds.DEFAULT);
  }

  public UserHistories(ByteStore store, HistoryBounds bounds) {
    this.store = requireNonNull(store, "store is null");
    this.bounds = requireNonNull(bounds, "bounds is null");
  }

  /** Adds a click or rating. */
  public AppendResult add(String userId, HistoryEvent event) {
    return record(userId, HistoryEntry.event(event));
  }

  /**
   * Gives the newest click or rating of {@code change.itemId()} before the change the value of the
   * change, from its event time on.
   */
  public AppendResult change(String userId, HistoryEvent change) {
    return record(
        userId,
        new HistoryEntry(
            HistoryEntry.Kind.CHANGE,
            change.interactionId(),
            change.itemId(),
            change.eventTime(),
            change.value()));
  }

  /** Retracts the newest click or rating of the item before {@code eventTime}, from then on. */
  public AppendResult retract(String userId, String interactionId, String itemId, long eventTime) {
    return record(
        userId,
        new HistoryEntry(
            HistoryEntry.Kind.RETRACTION, interactionId, itemId, eventTime, Float.NaN));
  }

  /** The clicks and ratings strictly before an event time. */
  public PastEvents before(String userId, long eventTime) {
    return new PastEvents(
        eventTime == Long.MIN_VALUE ? null : head(userId),
        chunk -> read(userId, chunk),
        eventTime - 1);
  }

  /** All clicks and ratings as of now. */
  public PastEvents all(String userId) {
    return before(userId, Long.MAX_VALUE);
  }

  /**
   * How many interactions were ever counted: clicks, ratings, changes and retractions, each once,
   * including those dropped since. This is the position that knowledge about the user refers to.
   */
  public long counted(String userId) {
    HistoryHead head = head(userId);
    return head == null ? 0 : head.counted();
  }

  /** Event time of the newest interaction, including changes and retractions. */
  public OptionalLong newestEventTime(String userId) {
    HistoryHead head = head(userId);
    return head == null ? OptionalLong.empty() : OptionalLong.of(head.recent().newestTime());
  }

  /** How many interactions of the user are in the store. */
  public int kept(String userId) {
    HistoryHead head = head(userId);
    return head == null ? 0 : head.kept();
  }

  /** How many interactions of all users this object has dropped beyond the bound. */
  public long dropped() {
    return dropped;
  }

  /** Removes everything stored about the user. */
  public void forget(String userId) {
    HistoryHead head = head(userId);
    if (head == null) {
      return;
    }
    for (ChunkRef chunk : head.chunks()) {
      store.delete(chunkKey(userId, chunk.id()));
    }
    store.delete(headKey(userId));
  }

  private AppendResult record(String userId, HistoryEntry entry) {
    HistoryHead known = head(userId);
    HistoryHead head = known == null ? HistoryHead.EMPTY : known;
    if (head.dropped() > 0 && entry.eventTime() <= head.droppedUntil()) {
      return AppendResult.TOO_OLD;
    }
    HistoryCursor older = cursor(userId, head, entry.eventTime());
    boolean isOldest = !older.next();
    int part = isOldest ? 0 : older.part();
    int offset = isOldest ? AT_END : older.entry().offset();
    if (!isOldest && isDuplicate(older, entry)) {
      return AppendResult.DUPLICATE;
    }
    boolean inHead = part == head.chunks().size();
    boolean newest = inHead && (offset == 0 || head.recent().count() == 0);
    AppendResult result = result(userId, head, entry, newest);
    HistoryHead changed =
        inHead
            ? intoHead(userId, head, offset, entry.encode())
            : intoChunk(userId, head, part, offset, entry.encode());
    store.put(headKey(userId), withinBounds(userId, changed).encode());
    return result;
  }

  /** Whether the entry is among those of its event time, the first of which the cursor is on. */
  private static boolean isDuplicate(HistoryCursor cursor, HistoryEntry entry) {
    byte[] id = entry.interactionId().getBytes(StandardCharsets.UTF_8);
    do {
      if (cursor.entry().eventTime() < entry.eventTime()) {
        return false;
      }
      if (cursor.entry().hasId(id)) {
        return true;
      }
    } while (cursor.next());
    return false;
  }

  private AppendResult result(String userId, HistoryHead head, HistoryEntry entry, boolean newest) {
    return switch (entry.kind()) {
      case EVENT -> newest ? AppendResult.APPENDED : AppendResult.INSERTED_LATE;
      case CHANGE ->
          hasTarget(userId, head, entry) ? AppendResult.CHANGED : AppendResult.NOTHING_TO_CHANGE;
      case RETRACTION ->
          hasTarget(userId, head, entry) ? AppendResult.RETRACTED : AppendResult.NOTHING_TO_CHANGE;
    };
  }

  private boolean hasTarget(String userId, HistoryHead head, HistoryEntry correction) {
    byte[] item = correction.itemId().getBytes(StandardCharsets.UTF_8);
    HistoryCursor cursor = cursor(userId, head, correction.eventTime());
    int retractions = 0;
    while (cursor.next()) {
      HistoryEntries.Cursor entry = cursor.entry();
      if (entry.hasItem(item)) {
        switch (entry.kind()) {
          case RETRACTION -> retractions++;
          case EVENT -> {
            if (retractions-- == 0) {
              return true;
            }
          }
          case CHANGE -> {}
        }
      }
    }
    return false;
  }

  private HistoryHead intoHead(String userId, HistoryHead head, int offset, byte[] entry) {
    HistoryEntries recent = insert(head.recent(), offset, entry);
    HistoryHead grown = head.withOneMore(recent);
    if (recent.count() <= bounds.headEvents()) {
      return grown;
    }
    int rest = recent.count() - bounds.chunkEvents();
    return grown.sealed(
        write(userId, head.nextChunkId(), recent.withoutNewest(rest)), recent.newest(rest));
  }

  private HistoryHead intoChunk(
      String userId, HistoryHead head, int part, int offset, byte[] entry) {
    List<ChunkRef> chunks = new ArrayList<>(head.chunks());
    ChunkRef old = chunks.get(part);
    HistoryEntries entries = insert(read(userId, old), offset, entry);
    if (entries.count() <= 2 * bounds.chunkEvents()) {
      chunks.set(part, write(userId, old.id(), entries));
      return head.withOneMore(chunks, head.nextChunkId());
    }
    int newer = entries.count() / 2;
    chunks.set(part, write(userId, old.id(), entries.withoutNewest(newer)));
    chunks.add(part + 1, write(userId, head.nextChunkId(), entries.newest(newer)));
    return head.withOneMore(chunks, head.nextChunkId() + 1);
  }

  private static HistoryEntries insert(HistoryEntries entries, int offset, byte[] entry) {
    return entries.insert(offset == AT_END ? entries.length() : offset, entry);
  }

  private HistoryHead withinBounds(String userId, HistoryHead head) {
    HistoryHead kept = head;
    while (kept.kept() > bounds.maxEvents() && !kept.chunks().isEmpty()) {
      ChunkRef oldest = kept.chunks().get(0);
      store.delete(chunkKey(userId, oldest.id()));
      dropped += oldest.count();
      kept = kept.withoutOldestChunk();
    }
    return kept;
  }

  private ChunkRef write(String userId, int id, HistoryEntries entries) {
    byte[] bytes = new byte[1 + entries.length()];
    bytes[0] = CodecVersion.CURRENT;
    entries.copyTo(bytes, 1);
    store.put(chunkKey(userId, id), bytes);
    return ChunkRef.of(id, entries);
  }

  private HistoryCursor cursor(String userId, HistoryHead head, long until) {
    return new HistoryCursor(head, chunk -> read(userId, chunk), until);
  }

  private @Nullable HistoryHead head(String userId) {
    return store.read(headKey(userId), HistoryHead::decode);
  }

  private HistoryEntries read(String userId, ChunkRef chunk) {
    HistoryEntries entries =
        store.read(
            chunkKey(userId, chunk.id()),
            bytes ->
                UntrustedBytes.read(
                    "a history's chunk",
                    CodecVersion.CURRENT,
                    ByteBuffer.wrap(bytes),
                    in -> HistoryEntries.read(in, chunk.count())));
    if (entries == null) {
      throw new UnreadableBytesException(
          ("chunk %d with %d events is missing from the history of user %s; the store has lost"
                  + " data: reset the application's state")
              .formatted(chunk.id(), chunk.count(), userId));
    }
    return entries;
  }

  private static byte[] headKey(String userId) {
    byte[] user = requireNonNull(userId, "userId is null").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + user.length).put(HEAD_KEY).put(user).array();
  }

  private static byte[] chunkKey(String userId, int id) {
    byte[] user = userId.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + user.length + Integer.BYTES)
        .put(CHUNK_KEY)
        .put(user)
        .putInt(id)
        .array();
  }
}
