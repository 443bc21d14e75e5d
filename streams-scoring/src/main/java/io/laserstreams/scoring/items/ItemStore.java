package io.laserstreams.scoring.items;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.DamagedStoreException;
import io.laserstreams.runtime.state.Folders;
import io.laserstreams.runtime.state.RocksDbDamage;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.runtime.state.WipedStores;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Items and their vectors in this instance's own RocksDB. A change and its offset are written
 * together, so that a restart resumes where the last run stopped, see {@link #resumeOrClear}.
 *
 * <p>It caches topics: opening it deletes damaged files, to be read again from Kafka.
 *
 * <p>Reads are thread-safe; writes come from one thread. Space on disk: the categories and fields
 * of an item, and 2 bytes per dimension of its vectors if halves hold them, some 0.9 KB for one of
 * 384. In memory: a cache of 8 MiB and two write buffers of 8 MiB.
 */
public final class ItemStore implements Items, AutoCloseable {

  private static final byte DESCRIPTION = 'd';
  private static final byte KNOWLEDGE = 'k';
  private static final byte OFFSET = 'o';
  private static final byte META = 'm';
  private static final String TOPICS = "topics";
  private static final String WRITTEN = "written";
  private static final byte FIRST = 0;
  private static final byte LAST = Byte.MAX_VALUE;
  private static final long MIB = 1L << 20;
  private static final Pattern PARTITION = Pattern.compile("(.+)#(\\d{1,9})");
  private static final Logger log = LoggerFactory.getLogger(ItemStore.class);

  private final LRUCache cache = new LRUCache(8 * MIB);
  private final BloomFilter filter = new BloomFilter();
  private final Options options = new Options();
  private final WriteOptions durable = new WriteOptions();
  private final Path folder;
  private final InstantSource clock;
  private final RocksDB db;

  private ItemStore(Path folder, InstantSource clock) {
    this.folder = requireNonNull(folder, "folder is null");
    this.clock = requireNonNull(clock, "clock is null");
    options
        .setCreateIfMissing(true)
        .setWriteBufferSize(8 * MIB)
        .setMaxWriteBufferNumber(2)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setMaxOpenFiles(64)
        .setKeepLogFileNum(2)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setFilterPolicy(filter));
    try {
      Files.createDirectories(folder);
      db = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      closeOptions();
      if (RocksDbDamage.find(e).isPresent()) {
        throw new DamagedStoreException(
            "The item store at " + folder + " is damaged: " + e.getMessage(), e);
      }
      throw new IllegalStateException(
          "Cannot open the item store at "
              + folder
              + " ("
              + e.getMessage()
              + "). Is another instance with the same state.dir and application.id running?",
          e);
    } catch (IOException e) {
      closeOptions();
      throw new UncheckedIOException("Cannot create the item store's folder " + folder, e);
    }
  }

  /**
   * Opens the store in a folder; creates the folder if absent, and empties it if its files are
   * damaged.
   */
  public static ItemStore open(Path folder, InstantSource clock, MeterRegistry registry) {
    // Before the constructor, whose fields are native objects.
    RocksDB.loadLibrary();
    if (Files.exists(damageSeen(folder))) {
      wipe(folder, registry, "the last run read damaged content");
    }
    try {
      return new ItemStore(folder, clock);
    } catch (DamagedStoreException e) {
      wipe(folder, registry, String.valueOf(e.getMessage()));
      return new ItemStore(folder, clock);
    }
  }

  private static void wipe(Path folder, MeterRegistry registry, String cause) {
    log.warn(
        "The item store at {} is damaged: deleting it and reading it again from Kafka: {}",
        folder,
        cause);
    Folders.delete(folder);
    Folders.delete(damageSeen(folder));
    WipedStores.count(registry, "items");
  }

  /**
   * A marker file beside the store: damage inside it shows when it is read, not when it is opened.
   */
  private static Path damageSeen(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".damaged");
  }

  /**
   * Keeps the content if reading its topics can resume at {@link #offsets}, else empties the store:
   * if the topics were recreated, or if the last write is so old that compaction may have removed
   * later tombstones.
   *
   * @param topics identifies the topics that the store is read from
   * @param tombstonesKept how long compaction keeps tombstones
   * @return whether the content was kept
   */
  public boolean resumeOrClear(String topics, Duration tombstonesKept) {
    byte[] known = get(key(META, TOPICS));
    byte[] written = get(key(META, WRITTEN));
    boolean same = known != null && topics.equals(new String(known, UTF_8));
    boolean recent =
        written != null
            && clock.millis() - ByteBuffer.wrap(written).getLong() < tombstonesKept.toMillis();
    if (same && recent) {
      return true;
    }
    try (WriteBatch batch = new WriteBatch()) {
      batch.deleteRange(new byte[] {FIRST}, new byte[] {LAST});
      batch.put(key(META, TOPICS), topics.getBytes(UTF_8));
      batch.put(key(META, WRITTEN), now());
      db.write(durable, batch);
    } catch (RocksDBException e) {
      throw failed("written", e);
    }
    return false;
  }

  private byte[] now() {
    return ByteBuffer.allocate(Long.BYTES).putLong(clock.millis()).array();
  }

  /** The next offset of each partition that was read. */
  public Map<TopicPartition, Long> offsets() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    scan(
        OFFSET,
        (key, value) -> {
          Matcher partition = PARTITION.matcher(key);
          if (!partition.matches() || value.length != Long.BYTES) {
            throw damaged("the offset of '" + key + "'", null);
          }
          offsets.put(
              new TopicPartition(partition.group(1), Integer.parseInt(partition.group(2))),
              ByteBuffer.wrap(value).getLong());
        });
    return offsets;
  }

  @Override
  public @Nullable StoredItem get(String itemId) {
    ItemDescription description = description(itemId);
    return description == null ? null : new StoredItem(itemId, description, knowledge(itemId));
  }

  @Override
  public boolean contains(String itemId) {
    return get(key(DESCRIPTION, itemId)) != null;
  }

  @Override
  public void forEach(Consumer<StoredItem> visitor) {
    scan(
        DESCRIPTION,
        (itemId, value) ->
            visitor.accept(new StoredItem(itemId, description(itemId, value), knowledge(itemId))));
  }

  @Override
  public List<String> some(int count) {
    List<String> ids = new ArrayList<>();
    scan(DESCRIPTION, count, (itemId, value) -> ids.add(itemId));
    return ids;
  }

  /** The item's description; null if the item is unknown. */
  public @Nullable ItemDescription description(String itemId) {
    byte[] state = get(key(DESCRIPTION, itemId));
    return state == null ? null : description(itemId, state);
  }

  /** The item's knowledge, even if the item is unknown; null if absent. */
  public @Nullable ItemKnowledge knowledge(String itemId) {
    byte[] state = get(key(KNOWLEDGE, itemId));
    if (state == null) {
      return null;
    }
    try {
      return ItemKnowledge.decode(state);
    } catch (UnreadableStateException e) {
      throw damaged("the knowledge of item '" + itemId + "'", e);
    }
  }

  /** Writes an item's description; null deletes it. */
  public void putDescription(
      String itemId, @Nullable ItemDescription description, TopicPartition from, long offset) {
    byte[] state = description == null ? null : description.encode();
    write(key(DESCRIPTION, itemId), state, from, offset);
  }

  /** Writes an item's knowledge; null deletes it. */
  public void putKnowledge(
      String itemId, @Nullable ItemKnowledge knowledge, TopicPartition from, long offset) {
    byte[] state = knowledge == null ? null : knowledge.encode();
    write(key(KNOWLEDGE, itemId), state, from, offset);
  }

  /** Deletes all descriptions and the offsets of their topic; returns the items' ids. */
  public Set<String> deleteDescriptions(String topic) {
    return delete(DESCRIPTION, topic);
  }

  /** Deletes all knowledge and the offsets of its topic; returns the items' ids. */
  public Set<String> deleteKnowledge(String topic) {
    return delete(KNOWLEDGE, topic);
  }

  private Set<String> delete(byte kind, String topic) {
    Set<String> deleted = new HashSet<>();
    scan(kind, (itemId, value) -> deleted.add(itemId));
    try (WriteBatch batch = new WriteBatch()) {
      batch.deleteRange(new byte[] {kind}, new byte[] {(byte) (kind + 1)});
      for (TopicPartition partition : offsets().keySet()) {
        if (partition.topic().equals(topic)) {
          batch.delete(offsetKey(partition));
        }
      }
      db.write(durable, batch);
    } catch (RocksDBException e) {
      throw failed("written", e);
    }
    return deleted;
  }

  @Override
  public void close() {
    db.close();
    closeOptions();
  }

  private void closeOptions() {
    durable.close();
    options.close();
    filter.close();
    cache.close();
  }

  private ItemDescription description(String itemId, byte[] state) {
    try {
      return ItemDescription.decode(state);
    } catch (UnreadableStateException e) {
      throw damaged("the description of item '" + itemId + "'", e);
    }
  }

  private IllegalStateException damaged(String what, @Nullable UnreadableStateException cause) {
    markDamaged(what + " cannot be read");
    return new IllegalStateException(
        "The item store at "
            + folder
            + " has "
            + what
            + " in a form that cannot be read. Start the app again: it empties the store and reads"
            + " it from Kafka",
        cause);
  }

  private byte @Nullable [] get(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  private void write(byte[] key, byte @Nullable [] value, TopicPartition from, long offset) {
    try (WriteBatch batch = new WriteBatch()) {
      if (value == null) {
        batch.delete(key);
      } else {
        batch.put(key, value);
      }
      batch.put(offsetKey(from), ByteBuffer.allocate(Long.BYTES).putLong(offset + 1).array());
      batch.put(key(META, WRITTEN), now());
      db.write(durable, batch);
    } catch (RocksDBException e) {
      throw failed("written", e);
    }
  }

  private void scan(byte kind, Visitor visitor) {
    scan(kind, Long.MAX_VALUE, visitor);
  }

  private void scan(byte kind, long most, Visitor visitor) {
    long left = most;
    try (RocksIterator entries = db.newIterator()) {
      for (entries.seek(new byte[] {kind});
          left-- > 0 && entries.isValid() && entries.key()[0] == kind;
          entries.next()) {
        byte[] key = entries.key();
        visitor.visit(new String(key, 1, key.length - 1, UTF_8), entries.value());
      }
      entries.status();
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  private RuntimeException failed(String what, RocksDBException e) {
    if (RocksDbDamage.find(e).isEmpty()) {
      return new IllegalStateException("The item store cannot be " + what, e);
    }
    markDamaged(String.valueOf(e.getMessage()));
    return new DamagedStoreException(
        "The item store at "
            + folder
            + " is damaged ("
            + e.getMessage()
            + "). Start the app again: it deletes the store and reads it again from Kafka",
        e);
  }

  /** Makes the next start empty the store. */
  private void markDamaged(String what) {
    try {
      Files.writeString(damageSeen(folder), what);
    } catch (IOException e) {
      log.warn(
          "Cannot mark the item store at {} as damaged for the next start: {}",
          folder,
          e.getMessage());
    }
  }

  private interface Visitor {
    void visit(String key, byte[] value);
  }

  private static byte[] offsetKey(TopicPartition partition) {
    return key(OFFSET, partition.topic() + "#" + partition.partition());
  }

  private static byte[] key(byte kind, String id) {
    byte[] utf8 = id.getBytes(UTF_8);
    byte[] key = new byte[1 + utf8.length];
    key[0] = kind;
    System.arraycopy(utf8, 0, key, 1, utf8.length);
    return key;
  }
}
