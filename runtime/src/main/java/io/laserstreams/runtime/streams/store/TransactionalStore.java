package io.laserstreams.runtime.streams.store;

import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.Folders;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose disk holds only committed writes. A write waits in memory until the transaction
 * with its changelog record is committed; then it is written to the disk together with the
 * changelog offset that the disk has reached. So what a crash leaves is old, never wrong, and only
 * the rest of the changelog is restored. Confined to one thread at a time.
 *
 * <p>Without transactions (at-least-once) a write waits only so that many go to the disk together,
 * and the offset goes with them when Kafka Streams commits. What a crash leaves may be newer than
 * its offset, and the changelog has all that is missing.
 */
final class TransactionalStore implements KeyValueStore<Bytes, byte[]>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TransactionalStore.class);

  /** In place of an offset: the disk has uncommitted writes. */
  private static final long UNCOMMITTED = OffsetCheckpoint.OFFSET_UNKNOWN - 1;

  /** Of writes that go to the disk together without transactions. */
  private static final long BATCH_BYTES = 256 << 10;

  private final String name;
  private final PendingWrites pending = new PendingWrites();
  private @Nullable OpenTransactions transactions;

  @SuppressWarnings("NullAway.Init") // by init
  private TopicPartition changelog;

  private @Nullable DiskEntries disk;
  private @Nullable RuntimeException failure;

  TransactionalStore(String name) {
    this.name = requireNonNull(name, "name is null");
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    Path task = context.stateDir().toPath();
    transactions = OpenTransactions.of(context.appConfigs()).orElse(null);
    Path committed = task.resolve("committed").resolve(name);
    Path written = task.resolve("written").resolve(name);
    // Neither the files of the other guarantee can be trusted nor those of Kafka's own store, which
    // earlier builds used.
    Folders.delete(transactions == null ? committed : written);
    Folders.delete(task.resolve("rocksdb").resolve(name));
    changelog =
        new TopicPartition(
            context.applicationId() + "-" + name + "-changelog", context.taskId().partition());
    disk = new DiskEntries(transactions == null ? written : committed, context.appConfigs());
    context.register(root, new Restoring());
    if (transactions != null) {
      transactions.follow(changelog, this);
    }
  }

  /**
   * The pending writes were committed, the newest of them at this changelog offset. Called by the
   * thread that uses the store.
   */
  void committed(long offset) {
    if (failure != null) {
      return;
    }
    try {
      disk().write(pending.writes(), offset);
      clear();
    } catch (RuntimeException e) {
      failure = e; // The transaction is committed nevertheless. The next access fails.
    }
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    requireWorking();
    if (offsets.isEmpty()) {
      // Kafka Streams no longer trusts the store.
      disk().write(List.of(), UNCOMMITTED);
    } else if (transactions == null || pending.isEmpty()) {
      // With transactions, the offsets may be ahead of the disk while writes wait.
      Long offset = offsets.get(changelog);
      disk().write(pending.writes(), offset == null ? OffsetCheckpoint.OFFSET_UNKNOWN : offset);
      clear();
    }
  }

  /**
   * Null makes Kafka Streams delete and restore the store; {@link OffsetCheckpoint#OFFSET_UNKNOWN}
   * makes it restore the whole changelog over it.
   */
  @Override
  public @Nullable Long committedOffset(TopicPartition partition) {
    Long offset = disk().offset();
    if (offset == null) {
      return OffsetCheckpoint.OFFSET_UNKNOWN;
    }
    return offset == UNCOMMITTED ? null : offset;
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    requireWorking();
    return pending.contains(key) ? pending.get(key) : disk().get(key);
  }

  @Override
  public void put(Bytes key, byte @Nullable [] value) {
    requireWorking();
    long growth = pending.put(key, value);
    if (transactions == null) {
      if (pending.bytes() > BATCH_BYTES) {
        disk().write(pending.writes());
        clear();
      }
      return;
    }
    transactions.addWaiting(growth);
    if (transactions.exceedsLimit()) {
      disk().write(pending.writes(), UNCOMMITTED);
      clear();
    }
  }

  @Override
  public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
    byte[] previous = get(key);
    if (previous == null) {
      put(key, value);
    }
    return previous;
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    byte[] previous = get(key);
    put(key, null);
    return previous;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    requireWorking();
    return pending.over(disk().range(from, to), from, to);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return range(null, null);
  }

  @Override
  public long approximateNumEntries() {
    return disk().estimatedNumber();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Position getPosition() {
    return Position.emptyPosition(); // For interactive queries, which are not supported.
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  @SuppressWarnings("deprecation") // Deprecated until all stores manage offsets.
  public boolean managesOffsets() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return disk != null;
  }

  @Override
  public void close() {
    if (disk == null) {
      return;
    }
    try {
      if (transactions == null) {
        disk.write(pending.writes());
      } else {
        transactions.unfollow(changelog, this);
      }
    } catch (ProcessorStateException e) {
      log.warn("The changelog has what could not be written: {}", e.getMessage());
    } finally {
      clear();
      disk.flush();
      disk.close();
      disk = null;
    }
  }

  private void clear() {
    long freed = pending.clear();
    if (transactions != null) {
      transactions.addWaiting(-freed);
    }
  }

  private DiskEntries disk() {
    if (disk == null) {
      throw new InvalidStateStoreException("Store " + name + " is not open");
    }
    return disk;
  }

  private void requireWorking() {
    if (failure != null) {
      throw failure;
    }
  }

  private final class Restoring implements BatchingStateRestoreCallback {
    @Override
    public void restoreAll(Collection<KeyValue<byte[], byte[]>> records) {
      disk()
          .write(
              records.stream()
                  .map(record -> KeyValue.pair(Bytes.wrap(record.key), record.value))
                  .toList());
    }
  }
}
