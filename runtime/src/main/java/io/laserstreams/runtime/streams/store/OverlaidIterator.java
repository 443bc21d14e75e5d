package io.laserstreams.runtime.streams.store;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of their keys, overlaid by others: for equal keys the upper entry counts,
 * and its null value deletes.
 */
final class OverlaidIterator implements KeyValueIterator<Bytes, byte[]> {
  private final KeyValueIterator<Bytes, byte[]> lower;
  private final Iterator<Map.Entry<Bytes, byte[]>> upper;
  private @Nullable KeyValue<Bytes, byte[]> nextLower;
  private Map.@Nullable Entry<Bytes, byte[]> nextUpper;
  private @Nullable KeyValue<Bytes, byte[]> next;

  OverlaidIterator(
      KeyValueIterator<Bytes, byte[]> lower, Iterator<Map.Entry<Bytes, byte[]>> upper) {
    this.lower = lower;
    this.upper = upper;
    this.nextLower = nextOrNull(lower);
    this.nextUpper = nextOrNull(upper);
    this.next = advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    KeyValue<Bytes, byte[]> taken = required();
    next = advance();
    return taken;
  }

  @Override
  public Bytes peekNextKey() {
    return required().key;
  }

  @Override
  public void close() {
    lower.close();
  }

  private KeyValue<Bytes, byte[]> required() {
    if (next == null) {
      throw new NoSuchElementException("The range has no more entries");
    }
    return next;
  }

  private @Nullable KeyValue<Bytes, byte[]> advance() {
    while (nextUpper != null) {
      int order = nextLower == null ? 1 : nextLower.key.compareTo(nextUpper.getKey());
      if (order < 0) {
        return takeLower();
      }
      if (order == 0) {
        nextLower = nextOrNull(lower);
      }
      Map.Entry<Bytes, byte[]> overlaying = nextUpper;
      nextUpper = nextOrNull(upper);
      if (overlaying.getValue() != null) {
        return KeyValue.pair(overlaying.getKey(), overlaying.getValue());
      }
    }
    return takeLower();
  }

  private @Nullable KeyValue<Bytes, byte[]> takeLower() {
    KeyValue<Bytes, byte[]> taken = nextLower;
    nextLower = nextOrNull(lower);
    return taken;
  }

  private static <T> @Nullable T nextOrNull(Iterator<T> iterator) {
    return iterator.hasNext() ? iterator.next() : null;
  }
}
