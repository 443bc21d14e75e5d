package io.laserstreams.runtime.streams.store;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Suppliers of the stores that all topologies use, instead of those in {@link
 * org.apache.kafka.streams.state.Stores}.
 */
public final class TransactionalStores {
  private TransactionalStores() {}

  /**
   * A store in RocksDB that need not be restored from scratch after a crash. It needs a changelog,
   * and supports neither reverse ranges nor interactive queries.
   */
  public static KeyValueBytesStoreSupplier keyValueStore(String name) {
    requireNonNull(name, "name is null");
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        return new TransactionalStore(name);
      }

      @Override
      public String metricsScope() {
        return "transactional";
      }
    };
  }
}
