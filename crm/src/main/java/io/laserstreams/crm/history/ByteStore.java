package io.laserstreams.crm.history;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a key-value store that a history needs: RocksDB under Kafka Streams, a map in tests
 * and offline runs.
 */
public interface ByteStore {
  /** The value; null if absent. */
  byte @Nullable [] get(byte[] key);

  /**
   * Reads the value; null if absent.
   *
   * @throws io.laserstreams.crm.bytes.UnreadableBytesException if the reader refuses the value; a
   *     store with a name adds where
   */
  default <T> @Nullable T read(byte[] key, Function<byte[], T> reader) {
    byte[] value = get(key);
    return value == null ? null : reader.apply(value);
  }

  void put(byte[] key, byte[] value);

  void delete(byte[] key);
}
