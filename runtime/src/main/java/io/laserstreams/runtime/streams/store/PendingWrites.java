package io.laserstreams.runtime.streams.store;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Writes that are not committed, the last one of each key; a value of null deletes. Not
 * thread-safe.
 */
final class PendingWrites {
  /** About what the map costs for an entry. */
  private static final int ENTRY_BYTES = 100;

  private final NavigableMap<Bytes, byte[]> values = new TreeMap<>();
  private long bytes;

  /** Returns by how many bytes all grew. */
  long put(Bytes key, byte[] value) {
    boolean known = values.containsKey(key);
    byte[] before = values.put(key, value);
    int more =
        known ? length(value) - length(before) : ENTRY_BYTES + key.get().length + length(value);
    bytes += more;
    return more;
  }

  boolean has(Bytes key) {
    return values.containsKey(key);
  }

  byte[] get(Bytes key) {
    return values.get(key);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  List<KeyValue<Bytes, byte[]>> writes() {
    List<KeyValue<Bytes, byte[]>> writes = new ArrayList<>(values.size());
    values.forEach((key, value) -> writes.add(KeyValue.pair(key, value)));
    return writes;
  }

  /** Returns how many bytes there were. */
  long clear() {
    long were = bytes;
    values.clear();
    bytes = 0;
    return were;
  }

  /**
   * The entries of a range as they will be, as of now: later writes do not change it.
   *
   * @param stored what the disk has of the range; is closed with the result
   * @param from the first key, or null
   * @param to the last key, or null
   */
  KeyValueIterator<Bytes, byte[]> over(
      KeyValueIterator<Bytes, byte[]> stored, Bytes from, Bytes to) {
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

  private static int length(byte[] value) {
    return value == null ? 0 : value.length;
  }
}
