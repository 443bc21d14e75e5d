package io.laserstreams.runtime.streams.store;

import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The entries from where a RocksDB iterator stands to a last key, as they were when the iterator
 * was made.
 */
final class DiskIterator implements KeyValueIterator<Bytes, byte[]> {
  private final RocksIterator iterator;
  private final Bytes last;
  private final Function<RocksDBException, RuntimeException> failed;

  /**
   * @param last null where there is no bound
   */
  DiskIterator(
      RocksIterator iterator, Bytes last, Function<RocksDBException, RuntimeException> failed) {
    this.iterator = iterator;
    this.last = last;
    this.failed = failed;
  }

  @Override
  public boolean hasNext() {
    if (iterator.isValid()) {
      return last == null || Bytes.wrap(iterator.key()).compareTo(last) <= 0;
    }
    try {
      iterator.status(); // At the end, or before what cannot be read?
      return false;
    } catch (RocksDBException e) {
      throw failed.apply(e);
    }
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    KeyValue<Bytes, byte[]> next = KeyValue.pair(peekNextKey(), iterator.value());
    iterator.next();
    return next;
  }

  @Override
  public Bytes peekNextKey() {
    if (!hasNext()) {
      throw new NoSuchElementException("The range has no more entries");
    }
    return Bytes.wrap(iterator.key());
  }

  @Override
  public void close() {
    iterator.close();
  }
}
