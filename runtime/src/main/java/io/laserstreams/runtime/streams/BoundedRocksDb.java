package io.laserstreams.runtime.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** Puts each store on the app's shared {@link RocksDbMemory}. Made by Kafka Streams by reflection. */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (!(configs.get(RocksDbMemory.KEY) instanceof RocksDbMemory memory)) {
      throw new IllegalStateException("Store " + storeName + " is configured without " + RocksDbMemory.KEY);
    }
    memory.apply(options);
  }

  @Override
  public void close(String storeName, Options options) {
    // Cache and write buffers are shared by all stores and closed by their owner.
  }
}
