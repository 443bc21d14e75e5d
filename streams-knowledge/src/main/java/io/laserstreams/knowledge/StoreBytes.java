package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import org.apache.kafka.streams.state.KeyValueStore;

/** A state store as histories want it. */
record StoreBytes(KeyValueStore<byte[], byte[]> store) implements ByteStore {
  StoreBytes {
    requireNonNull(store, "store is null");
  }

  @Override
  public byte[] get(byte[] key) {
    return store.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(key);
  }
}
