package io.laserstreams.runtime.streams.store;

import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The entries from the position of a RocksDB iterator to a last key, as of the iterator's creation.
 */
final class DiskIterator implements KeyValueIterator<Bytes, byte[]> {
  private final RocksIterator iterator;
  private final @Nullable Bytes last;
  private final Function<RocksDBException, RuntimeException> failed;

  /**
   * @param last null if unbounded
   */
  DiskIterator(
      RocksIterator iterator,
      @Nullable Bytes last,
      Function<RocksDBException, RuntimeException> failed) {
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
      iterator.status(); // Throws if this is not the end but an entry that cannot be read.
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
