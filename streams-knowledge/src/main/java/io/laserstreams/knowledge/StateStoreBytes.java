package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A Kafka Streams state store as a {@link ByteStore}; its errors name the store and the key. */
public record StateStoreBytes(KeyValueStore<byte[], byte[]> store) implements ByteStore {
  public StateStoreBytes {
    requireNonNull(store, "store is null");
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(key);
  }

  @Override
  public <T> @Nullable T read(byte[] key, Function<byte[], T> reader) {
    try {
      return ByteStore.super.read(key, reader);
    } catch (UnreadableBytesException | UnreadableStateException e) {
      throw new UnreadableStateException(store.name(), key, e);
    }
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
