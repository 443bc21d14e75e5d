package io.laserstreams.crm.history;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store in a hash map, for offline runs and tests. Not thread-safe. */
public final class InMemoryByteStore implements ByteStore {
  private final Map<ByteBuffer, byte[]> values = new HashMap<>();

  @Override
  public byte @Nullable [] get(byte[] key) {
    return values.get(ByteBuffer.wrap(key));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    values.put(ByteBuffer.wrap(key.clone()), value.clone());
  }

  @Override
  public void delete(byte[] key) {
    values.remove(ByteBuffer.wrap(key));
  }

  /** Number of keys. */
  public int size() {
    return values.size();
  }
}
