package io.laserstreams.scoring.items;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.runtime.state.DamagedStoreException;
import io.laserstreams.runtime.state.Folders;
import io.laserstreams.runtime.state.RocksDbDamage;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
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
 * Items and their vectors in a RocksDB of this instance. A change and the offset that it came from
 * are written together, so that a restart goes on where the last one stopped, see {@link
 * #continues}.
 *
 * <p>What it holds is a cache of topics: damaged files are deleted when it is opened.
 *
 * <p>Reads are thread-safe; writes come from one thread. Space on disk: the categories and fields
 * of an item, and 4 bytes a dimension of its vectors, some 1.6 KB for one vector of 384. In memory:
 * a cache of 8 MiB and two write buffers of 8 MiB.
 */
public final class ItemStore implements Items, AutoCloseable {
  private static final int LAYOUT = 1;
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
      throw new UncheckedIOException("Cannot make the item store's folder " + folder, e);
    }
  }

  /**
   * Opens the store in a folder, which is made if it is missing, and emptied if its files are
   * damaged.
   */
  public static ItemStore open(Path folder, InstantSource clock, MeterRegistry registry) {
    // Before the fields are made, which are native objects already.
    RocksDB.loadLibrary();
    if (Files.exists(damageSeen(folder))) {
      wipe(folder, registry, "damage was seen when it was read");
    }
    try {
      return new ItemStore(folder, clock);
    } catch (DamagedStoreException e) {
      wipe(folder, registry, e.getMessage());
      return new ItemStore(folder, clock);
    }
  }

  private static void wipe(Path folder, MeterRegistry registry, String because) {
    log.warn(
        "The item store at {} is damaged, is deleted, and is read again from Kafka: {}",
        folder,
        because);
    Folders.delete(folder);
    Folders.delete(damageSeen(folder));
    WipedStores.count(registry, "items");
  }

  /**
   * A file beside the store: what is damaged inside of it shows when that is read, not when the
   * store is opened.
   */
  private static Path damageSeen(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".damaged");
  }

  /**
   * Whether what is here can be continued; otherwise the store is emptied, and is to be read from
   * the beginning of its topics. It cannot where the topics were deleted and made again, nor where
   * the last write is so long ago that tombstones may be gone by now.
   *
   * @param topics what identifies the topics that it is read from
   * @param tombstonesKept how long compaction leaves tombstones
   */
  public boolean continues(String topics, Duration tombstonesKept) {
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

  /** The next offset of each partition that was read before. */
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
  public StoredItem get(String itemId) {
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

  /** The item's description, or null where it is unknown. */
  public ItemDescription description(String itemId) {
    byte[] state = get(key(DESCRIPTION, itemId));
    return state == null ? null : description(itemId, state);
  }

  /** The item's knowledge, also of an item that is unknown, or null. */
  public ItemKnowledge knowledge(String itemId) {
    byte[] state = get(key(KNOWLEDGE, itemId));
    if (state == null) {
      return null;
    }
    try {
      return decodeKnowledge(state);
    } catch (UnreadableStateException e) {
      throw damaged("the knowledge of item '" + itemId + "'", e);
    }
  }

  /** Puts an item's description, or takes it away where it is null. */
  public void putDescription(
      String itemId, ItemDescription description, TopicPartition from, long offset) {
    write(key(DESCRIPTION, itemId), description == null ? null : encode(description), from, offset);
  }

  /** Puts an item's knowledge, or takes it away where it is null. */
  public void putKnowledge(
      String itemId, ItemKnowledge knowledge, TopicPartition from, long offset) {
    write(key(KNOWLEDGE, itemId), knowledge == null ? null : encode(knowledge), from, offset);
  }

  /** Forgets all descriptions, whose topic was made again; returns whose they were. */
  public Set<String> forgetDescriptions(String topic) {
    return forget(DESCRIPTION, topic);
  }

  /** Forgets all knowledge, whose topic was made again; returns whose it was. */
  public Set<String> forgetKnowledge(String topic) {
    return forget(KNOWLEDGE, topic);
  }

  private Set<String> forget(byte kind, String topic) {
    Set<String> forgotten = new HashSet<>();
    scan(kind, (itemId, value) -> forgotten.add(itemId));
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
    return forgotten;
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
      return decodeDescription(state);
    } catch (UnreadableStateException e) {
      throw damaged("the description of item '" + itemId + "'", e);
    }
  }

  static byte[] encode(ItemDescription description) {
    StateWriter out =
        new StateWriter(LAYOUT).number(description.updatedAt()).fields(description.fields());
    description.categories().forEach(out::text);
    return out.toBytes();
  }

  static ItemDescription decodeDescription(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "an item's description");
    long updatedAt = in.number();
    Map<String, String> fields = in.fields();
    List<String> categories = new ArrayList<>();
    while (in.hasMore()) {
      categories.add(in.text());
    }
    return new ItemDescription(categories, fields, updatedAt);
  }

  static byte[] encode(ItemKnowledge knowledge) {
    return new StateWriter(LAYOUT)
        .number(knowledge.position())
        .number(knowledge.basedOn())
        .vectors(knowledge.vectors())
        .toBytes();
  }

  static ItemKnowledge decodeKnowledge(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "item knowledge");
    return new ItemKnowledge(in.number(), in.number(), in.vectors());
  }

  private IllegalStateException damaged(String what, UnreadableStateException cause) {
    rememberDamage(what + " cannot be read");
    return new IllegalStateException(
        "The item store at "
            + folder
            + " has "
            + what
            + " in a form that cannot be read. Start the app again: "
            + "it empties the store and reads it from Kafka",
        cause);
  }

  private byte[] get(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  private void write(byte[] key, byte[] value, TopicPartition from, long offset) {
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
    try (RocksIterator entries = db.newIterator()) {
      for (entries.seek(new byte[] {kind});
          entries.isValid() && entries.key()[0] == kind;
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
    rememberDamage(e.getMessage());
    return new DamagedStoreException(
        "The item store at "
            + folder
            + " is damaged ("
            + e.getMessage()
            + "). It is deleted and read again from Kafka when the app starts the next time: start"
            + " it again",
        e);
  }

  /** All that is here is in Kafka, too: the next start empties the store. */
  private void rememberDamage(String what) {
    try {
      Files.writeString(damageSeen(folder), what);
    } catch (IOException e) {
      log.warn(
          "The next start will not know that the item store at {} is damaged: {}",
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
