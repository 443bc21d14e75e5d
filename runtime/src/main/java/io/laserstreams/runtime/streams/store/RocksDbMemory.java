package io.laserstreams.runtime.streams.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory of all RocksDB stores of one app: one block cache, which also holds indexes and
 * filters, and one budget of write buffers that is charged to the cache. However many stores open
 * and close, they share it; it is closed after the last of them.
 *
 * <p>RocksDB may exceed the bound for moments, while many iterators pin blocks or a write buffer is
 * being flushed.
 */
public final class RocksDbMemory implements AutoCloseable {
  private static final String KEY = "laser.rocksdb.memory";

  private static final long LARGEST_WRITE_BUFFER = 64L << 20;
  private static final long SMALLEST_WRITE_BUFFER = 1L << 20;
  private static final int WRITE_BUFFERS = 2;
  private static final double HIGH_PRIORITY_SHARE = 0.1;
  private static final int SHARD_BITS_BY_SIZE = -1;

  private final long bytes;
  private final long writeBufferBytes;
  private final BloomFilter filter;
  private final Cache cache;
  private final WriteBufferManager writeBuffers;

  public RocksDbMemory(long bytes) {
    RocksDB.loadLibrary();
    this.bytes = bytes;
    this.writeBufferBytes =
        Math.max(SMALLEST_WRITE_BUFFER, Math.min(LARGEST_WRITE_BUFFER, bytes / 8));
    this.filter = new BloomFilter();
    this.cache = new LRUCache(bytes, SHARD_BITS_BY_SIZE, false, HIGH_PRIORITY_SHARE);
    this.writeBuffers = new WriteBufferManager(bytes / 2, cache);
  }

  /** Makes it known to the stores. */
  public void install(Map<String, Object> streamsProperties) {
    streamsProperties.put(KEY, this);
  }

  /** Of the app with this configuration; empty in a test driver's. */
  public static Optional<RocksDbMemory> of(Map<String, Object> streamsProperties) {
    return Optional.ofNullable((RocksDbMemory) streamsProperties.get(KEY));
  }

  /** Registers {@code laser_rocksdb_memory_bytes{kind}} for limit, use and pinned use. */
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "limit", () -> bytes);
    gauge(registry, "used", this::usedBytes);
    gauge(registry, "pinned", () -> cache.isOwningHandle() ? cache.getPinnedUsage() : 0);
  }

  /** Bytes in use by blocks and write buffers. */
  public long usedBytes() {
    return cache.isOwningHandle() ? cache.getUsage() : 0;
  }

  /** Has the store with these options use it. */
  public void apply(Options options) {
    options.setTableFormatConfig(
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(filter)
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinTopLevelIndexAndFilter(true));
    options.setWriteBufferManager(writeBuffers);
    options.setWriteBufferSize(writeBufferBytes);
    options.setMaxWriteBufferNumber(WRITE_BUFFERS);
  }

  @Override
  public void close() {
    writeBuffers.close();
    cache.close();
    filter.close();
  }

  private static void gauge(
      MeterRegistry registry, String kind, java.util.function.Supplier<Number> value) {
    Gauge.builder("laser.rocksdb.memory.bytes", value)
        .tag("kind", kind)
        .strongReference(true)
        .description(
            "Memory shared by all RocksDB stores: its limit, what is used, and what cannot be"
                + " evicted")
        .register(registry);
  }
}
