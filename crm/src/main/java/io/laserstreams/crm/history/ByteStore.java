package io.laserstreams.crm.history;

import java.util.function.Function;

/**
 * The little that a history needs of a key-value store; RocksDB under Kafka Streams and a map in
 * tests and offline runs.
 */
public interface ByteStore {
  /** The value, or null. */
  byte[] get(byte[] key);

  /**
   * What the reader makes of the value, or null where there is none.
   *
   * @throws io.laserstreams.crm.bytes.UnreadableBytesException where the reader refuses it; a store
   *     with a name says more
   */
  default <T> T read(byte[] key, Function<byte[], T> reader) {
    byte[] value = get(key);
    return value == null ? null : reader.apply(value);
  }

  void put(byte[] key, byte[] value);

  void delete(byte[] key);
}
