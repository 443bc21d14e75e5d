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
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;

/**
 * A store whose disk holds only what is committed. A write waits in memory until the transaction
 * that carries its changelog record is committed; then it goes to the disk together with the offset
 * up to which the disk has the changelog. So what a crash leaves is old, never wrong, and only the
 * rest of the changelog is read. Used by one thread at a time.
 *
 * <p>Without transactions (at-least-once) writes go to the disk at once, and the offset when Kafka
 * Streams commits.
 */
final class TransactionalStore implements KeyValueStore<Bytes, byte[]>, AutoCloseable {
  /** In place of an offset: the disk has writes that are not committed. */
  private static final long UNCOMMITTED = OffsetCheckpoint.OFFSET_UNKNOWN - 1;

  private final String name;
  private final PendingWrites pending = new PendingWrites();
  private OpenTransactions transactions;
  private TopicPartition changelog;
  private DiskEntries disk;
  private RuntimeException failure;

  TransactionalStore(String name) {
    this.name = requireNonNull(name, "name is null");
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    Path task = context.stateDir().toPath();
    transactions = OpenTransactions.of(context.appConfigs()).orElse(null);
    Path committed = task.resolve("committed").resolve(name);
    Path written = task.resolve("written").resolve(name);
    Folders.delete(
        transactions == null ? committed : written); // The other guarantee's are not to be trusted,
    Folders.delete(
        task.resolve("rocksdb")
            .resolve(name)); // nor are those of Kafka's store, which earlier builds used.
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
   * What waits is committed, the newest of it at this offset of the changelog. Called by the thread
   * that uses the store.
   */
  void committed(long offset) {
    if (failure != null) {
      return;
    }
    try {
      disk.write(pending.writes(), offset);
      clear();
    } catch (RuntimeException e) {
      failure = e; // The transaction is committed all the same. Who uses the store next is told.
    }
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    requireWorking();
    if (offsets.isEmpty()) { // Kafka Streams does not trust the store any more.
      disk.write(List.of(), UNCOMMITTED);
    } else if (pending.isEmpty()) { // Otherwise they would be ahead of the disk.
      Long offset = offsets.get(changelog);
      disk.write(List.of(), offset == null ? OffsetCheckpoint.OFFSET_UNKNOWN : offset);
    }
  }

  /**
   * Null makes Kafka Streams delete and restore the store, {@link OffsetCheckpoint#OFFSET_UNKNOWN}
   * read the changelog over it.
   */
  @Override
  public Long committedOffset(TopicPartition partition) {
    Long offset = disk.offset();
    if (offset == null) {
      return OffsetCheckpoint.OFFSET_UNKNOWN;
    }
    return offset == UNCOMMITTED ? null : offset;
  }

  @Override
  public byte[] get(Bytes key) {
    requireWorking();
    return pending.has(key) ? pending.get(key) : disk.get(key);
  }

  @Override
  public void put(Bytes key, byte[] value) {
    requireWorking();
    if (transactions == null) {
      disk.write(List.of(KeyValue.pair(key, value)));
      return;
    }
    transactions.addWaiting(pending.put(key, value));
    if (transactions.tooManyWait()) {
      disk.write(pending.writes(), UNCOMMITTED);
      clear();
    }
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    byte[] before = get(key);
    if (before == null) {
      put(key, value);
    }
    return before;
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte[] delete(Bytes key) {
    byte[] before = get(key);
    put(key, null);
    return before;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    requireWorking();
    return pending.over(disk.range(from, to), from, to);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return range(null, null);
  }

  @Override
  public long approximateNumEntries() {
    return disk.estimatedNumber();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Position getPosition() {
    return Position.emptyPosition(); // Says what interactive queries see, of which there are none.
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  @SuppressWarnings("deprecation") // It says so until all stores do.
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
    if (transactions != null) {
      transactions.forget(changelog, this);
      clear();
    }
    disk.flush();
    disk.close();
    disk = null;
  }

  private void clear() {
    transactions.addWaiting(-pending.clear());
  }

  private void requireWorking() {
    if (failure != null) {
      throw failure;
    }
  }

  private final class Restoring implements BatchingStateRestoreCallback {
    @Override
    public void restoreAll(Collection<KeyValue<byte[], byte[]>> records) {
      disk.write(
          records.stream()
              .map(record -> KeyValue.pair(Bytes.wrap(record.key), record.value))
              .toList());
    }
  }
}
