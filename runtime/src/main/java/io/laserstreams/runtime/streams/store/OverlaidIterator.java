package io.laserstreams.runtime.streams.store;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Entries in the order of their keys, with others over them: of the same key the upper one counts,
 * and its null deletes.
 */
final class OverlaidIterator implements KeyValueIterator<Bytes, byte[]> {
  private final KeyValueIterator<Bytes, byte[]> lower;
  private final Iterator<Map.Entry<Bytes, byte[]>> upper;
  private KeyValue<Bytes, byte[]> nextLower;
  private Map.Entry<Bytes, byte[]> nextUpper;
  private KeyValue<Bytes, byte[]> next;

  OverlaidIterator(
      KeyValueIterator<Bytes, byte[]> lower, Iterator<Map.Entry<Bytes, byte[]>> upper) {
    this.lower = lower;
    this.upper = upper;
    this.nextLower = following(lower);
    this.nextUpper = following(upper);
    this.next = take();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    KeyValue<Bytes, byte[]> taken = required();
    next = take();
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

  private KeyValue<Bytes, byte[]> take() {
    while (nextUpper != null) {
      int order = nextLower == null ? 1 : nextLower.key.compareTo(nextUpper.getKey());
      if (order < 0) {
        return takeLower();
      }
      if (order == 0) {
        nextLower = following(lower);
      }
      Map.Entry<Bytes, byte[]> over = nextUpper;
      nextUpper = following(upper);
      if (over.getValue() != null) {
        return KeyValue.pair(over.getKey(), over.getValue());
      }
    }
    return takeLower();
  }

  private KeyValue<Bytes, byte[]> takeLower() {
    KeyValue<Bytes, byte[]> taken = nextLower;
    nextLower = following(lower);
    return taken;
  }

  private static <T> T following(Iterator<T> iterator) {
    return iterator.hasNext() ? iterator.next() : null;
  }
}
