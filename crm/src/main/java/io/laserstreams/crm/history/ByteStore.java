package io.laserstreams.crm.history;

/** The little that a history needs of a key-value store; RocksDB under Kafka Streams and a map in tests and offline runs. */
public interface ByteStore {
  /** The value, or null. */
  byte[] get(byte[] key);

  void put(byte[] key, byte[] value);

  void delete(byte[] key);
}
