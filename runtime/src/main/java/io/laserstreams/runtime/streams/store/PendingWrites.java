package io.laserstreams.runtime.streams.store;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Uncommitted writes, the last one of each key; a null value deletes. Not thread-safe. */
final class PendingWrites {
  /** Approximate cost of an entry in the map. */
  private static final int ENTRY_BYTES = 100;

  private final NavigableMap<Bytes, byte[]> values = new TreeMap<>();
  private long bytes;

  /** Returns the growth in bytes. */
  long put(Bytes key, byte @Nullable [] value) {
    boolean known = values.containsKey(key);
    byte[] previous = values.put(key, value);
    int growth =
        known ? length(value) - length(previous) : ENTRY_BYTES + key.get().length + length(value);
    bytes += growth;
    return growth;
  }

  boolean contains(Bytes key) {
    return values.containsKey(key);
  }

  byte @Nullable [] get(Bytes key) {
    return values.get(key);
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  List<KeyValue<Bytes, byte[]>> writes() {
    List<KeyValue<Bytes, byte[]>> writes = new ArrayList<>(values.size());
    values.forEach((key, value) -> writes.add(KeyValue.pair(key, value)));
    return writes;
  }

  /** Returns the bytes freed. */
  long clear() {
    long freed = bytes;
    values.clear();
    bytes = 0;
    return freed;
  }

  /**
   * The entries of a range once these writes are committed, as a snapshot.
   *
   * @param stored the entries of the range on disk; closed with the result
   * @param from the first key, null if unbounded
   * @param to the last key, null if unbounded
   */
  KeyValueIterator<Bytes, byte[]> over(
      KeyValueIterator<Bytes, byte[]> stored, @Nullable Bytes from, @Nullable Bytes to) {
    if (from != null && to != null && from.compareTo(to) > 0) {
      return stored; // empty
    }
    NavigableMap<Bytes, byte[]> range = values;
    range = from == null ? range : range.tailMap(from, true);
    range = to == null ? range : range.headMap(to, true);
    return range.isEmpty()
        ? stored
        : new OverlaidIterator(stored, new TreeMap<>(range).entrySet().iterator());
  }

  private static int length(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }
}
