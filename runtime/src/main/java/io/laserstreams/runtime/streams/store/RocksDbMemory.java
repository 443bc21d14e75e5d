package io.laserstreams.runtime.streams.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory of all RocksDB stores of one app: one block cache, which also holds indexes and
 * filters, and one budget of write buffers that is charged to the cache. All stores share it,
 * however many open and close; it is closed after the last of them.
 *
 * <p>RocksDB may exceed the bound briefly, while many iterators pin blocks or a write buffer is
 * flushed.
 */
public final class RocksDbMemory implements AutoCloseable {
  private static final String KEY = "laser.rocksdb.memory";

  private static final long MAX_WRITE_BUFFER_BYTES = 64L << 20;
  private static final long MIN_WRITE_BUFFER_BYTES = 1L << 20;
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
        Math.max(MIN_WRITE_BUFFER_BYTES, Math.min(MAX_WRITE_BUFFER_BYTES, bytes / 8));
    this.filter = new BloomFilter();
    this.cache = new LRUCache(bytes, SHARD_BITS_BY_SIZE, false, HIGH_PRIORITY_SHARE);
    this.writeBuffers = new WriteBufferManager(bytes / 2, cache);
  }

  /** Makes this memory known to the stores. */
  public void install(Map<String, Object> streamsProperties) {
    streamsProperties.put(KEY, this);
  }

  /** The memory of the app with this configuration; empty for a test driver. */
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

  /** Makes a store with these options use this memory. */
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

  private static void gauge(MeterRegistry registry, String kind, Supplier<Number> value) {
    Gauge.builder("laser.rocksdb.memory.bytes", value)
        .tag("kind", kind)
        .strongReference(true)
        .description(
            "Memory shared by all RocksDB stores: its limit, what is used, and what cannot be"
                + " evicted")
        .register(registry);
  }
}
