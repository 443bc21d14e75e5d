package io.laserstreams.runtime.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory of all RocksDB stores of one app: one block cache, which also holds indexes and filters, and one budget of write buffers
 * that is charged to the cache. However many stores open and close, they share it; it is closed after the last of them.
 *
 * <p>RocksDB may exceed the bound for moments, while many iterators pin blocks or a write buffer is being flushed.
 */
public final class RocksDbMemory implements AutoCloseable {
  static final String KEY = "laser.rocksdb.memory";

  private static final long LARGEST_WRITE_BUFFER = 64L << 20;
  private static final long SMALLEST_WRITE_BUFFER = 1L << 20;
  private static final int WRITE_BUFFERS = 2;
  private static final double HIGH_PRIORITY_SHARE = 0.1;
  private static final int SHARD_BITS_BY_SIZE = -1;

  private final long bytes;
  private final long writeBufferBytes;
  private final Cache cache;
  private final WriteBufferManager writeBuffers;

  public RocksDbMemory(long bytes) {
    RocksDB.loadLibrary();
    this.bytes = bytes;
    this.writeBufferBytes = Math.max(SMALLEST_WRITE_BUFFER, Math.min(LARGEST_WRITE_BUFFER, bytes / 8));
    this.cache = new LRUCache(bytes, SHARD_BITS_BY_SIZE, false, HIGH_PRIORITY_SHARE);
    this.writeBuffers = new WriteBufferManager(bytes / 2, cache);
  }

  /** Puts the shared memory, and the setter that applies it to each store, into the configuration of Kafka Streams. */
  void install(Map<String, Object> streamsProperties) {
    streamsProperties.put(KEY, this);
    streamsProperties.put(org.apache.kafka.streams.StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
  }

  /** Registers {@code laser_rocksdb_memory_bytes{kind}} for limit, use and pinned use. */
  void bindTo(MeterRegistry registry) {
    gauge(registry, "limit", () -> bytes);
    gauge(registry, "used", this::usedBytes);
    gauge(registry, "pinned", () -> cache.isOwningHandle() ? cache.getPinnedUsage() : 0);
  }

  /** Bytes in use by blocks and write buffers. */
  public long usedBytes() {
    return cache.isOwningHandle() ? cache.getUsage() : 0;
  }

  void apply(Options options) {
    // Kafka Streams sets a table config of its own class; changing it in place keeps its filter.
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(writeBuffers);
    options.setWriteBufferSize(writeBufferBytes);
    options.setMaxWriteBufferNumber(WRITE_BUFFERS);
  }

  @Override
  public void close() {
    writeBuffers.close();
    cache.close();
  }

  private static void gauge(MeterRegistry registry, String kind, java.util.function.Supplier<Number> value) {
    Gauge.builder("laser.rocksdb.memory.bytes", value).tag("kind", kind).strongReference(true)
        .description("Memory shared by all RocksDB stores: its limit, what is used, and what cannot be evicted").register(registry);
  }
}
