package io.laserstreams.runtime.streams.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store's entries in RocksDB, and the changelog offset up to which they are its copy. Writes are
 * atomic. None is lost if the process crashes; if the machine does, the newest may be, as they are
 * not forced to the disk: the changelog has them.
 *
 * <p>Throws {@link ProcessorStateException}, as Kafka's stores do.
 */
final class DiskEntries implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DiskEntries.class);
  private static final byte[] OFFSET_FAMILY = "offset".getBytes(StandardCharsets.US_ASCII);

  /** Small, as its memory is part of the app's budget, but once full everything is flushed. */
  private static final long OFFSET_BUFFER_BYTES = 1L << 20;

  private static final byte[] OFFSET = {'o'};

  private final Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final WriteOptions logged;
  private final RocksDB db;
  private final ColumnFamilyHandle entries;
  private final ColumnFamilyHandle offsets;

  /** Opens the store in the folder, which is created if missing. */
  DiskEntries(Path folder, Map<String, Object> configs) {
    RocksDB.loadLibrary();
    this.folder = folder;
    this.logged = opened(new WriteOptions());
    Options options = opened(new Options());
    options
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setAtomicFlush(true)
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setOptimizeFiltersForHits(true)
        .setIncreaseParallelism(Math.max(2, Runtime.getRuntime().availableProcessors()))
        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
        .setKeepLogFileNum(2);
    RocksDbMemory.of(configs).ifPresent(memory -> memory.apply(options));
    ColumnFamilyDescriptor entryFamily =
        new ColumnFamilyDescriptor(
            RocksDB.DEFAULT_COLUMN_FAMILY, opened(new ColumnFamilyOptions(options)));
    ColumnFamilyDescriptor offsetFamily =
        new ColumnFamilyDescriptor(
            OFFSET_FAMILY,
            opened(new ColumnFamilyOptions()).setWriteBufferSize(OFFSET_BUFFER_BYTES));
    List<ColumnFamilyHandle> families = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      this.db =
          opened(
              RocksDB.open(
                  opened(new DBOptions(options)),
                  folder.toString(),
                  List.of(entryFamily, offsetFamily),
                  families));
    } catch (RocksDBException | IOException e) {
      close();
      throw failed("open", e);
    }
    this.entries = opened(families.get(0));
    this.offsets = opened(families.get(1));
  }

  byte @Nullable [] get(Bytes key) {
    try {
      return db.get(entries, key.get());
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  /** Writes entries; a null value deletes. Leaves the offset as it is. */
  void write(Iterable<KeyValue<Bytes, byte[]>> writes) {
    try (WriteBatch batch = batch(writes)) {
      db.write(logged, batch);
    } catch (RocksDBException e) {
      throw failed("write to", e);
    }
  }

  /** Writes entries and the changelog offset that they reach, atomically. */
  void write(Iterable<KeyValue<Bytes, byte[]>> writes, long offset) {
    try (WriteBatch batch = batch(writes)) {
      batch.put(offsets, OFFSET, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
      db.write(logged, batch);
    } catch (RocksDBException e) {
      throw failed("write to", e);
    }
  }

  /** The changelog offset, null if none was written. */
  @Nullable Long offset() {
    try {
      byte[] offset = db.get(offsets, OFFSET);
      return offset == null ? null : ByteBuffer.wrap(offset).getLong();
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  /**
   * @param from the first key, null if unbounded
   * @param to the last key, null if unbounded
   */
  KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    RocksIterator iterator = db.newIterator(entries);
    if (from == null) {
      iterator.seekToFirst();
    } else {
      iterator.seek(from.get());
    }
    return new DiskIterator(iterator, to, e -> failed("read", e));
  }

  long estimatedNumber() {
    try {
      return Math.max(0, db.getLongProperty(entries, "rocksdb.estimate-num-keys"));
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  /** Spares the next start reading RocksDB's log, which has everything if this fails. */
  void flush() {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      db.flush(wait, List.of(entries, offsets));
    } catch (RocksDBException e) {
      log.warn("Cannot flush the store in {}: {}", folder, e.getMessage());
    }
  }

  @Override
  public void close() {
    for (int i = opened.size() - 1; i >= 0; i--) {
      closeQuietly(opened.get(i));
    }
    opened.clear();
  }

  private WriteBatch batch(Iterable<KeyValue<Bytes, byte[]>> writes) throws RocksDBException {
    WriteBatch batch = new WriteBatch();
    for (KeyValue<Bytes, byte[]> write : writes) {
      if (write.value == null) {
        batch.delete(entries, write.key.get());
      } else {
        batch.put(entries, write.key.get(), write.value);
      }
    }
    return batch;
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private ProcessorStateException failed(String action, Exception e) {
    // Kafka's wrapping stores use the message as a format string.
    return new ProcessorStateException(
        ("Cannot " + action + " the store in " + folder + ": " + e.getMessage()).replace("%", "%%"),
        e);
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException("Closing RocksDB failed", e);
    }
  }
}
