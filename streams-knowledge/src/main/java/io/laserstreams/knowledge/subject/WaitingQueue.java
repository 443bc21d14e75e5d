package io.laserstreams.knowledge.subject;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.schema.SubjectKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The waiting subjects of one task in the order of their priorities, on disk: memory holds counts
 * only, and a crash loses no place. The index has exactly one entry for each waiting subject.
 *
 * <p>Key: kind (the first byte of an encoded subject), priority (8 bytes that sort highest first),
 * subject. Value: what waits, for counting.
 */
final class WaitingQueue {
  private static final int LAYOUT = 1;
  private static final int SUBJECT = 1 + Long.BYTES;

  private final KeyValueStore<byte[], byte[]> store;
  private final WaitingCounter counter;

  WaitingQueue(KeyValueStore<byte[], byte[]> store, WaitingCounter counter) {
    this.store = requireNonNull(store, "store is null");
    this.counter = requireNonNull(counter, "counter is null");
  }

  /** Counts what waits from an earlier run. Call it once, before anything else. */
  void count() {
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> entry = all.next();
        Waiting waiting = decode(entry);
        counter.add(subject(entry.key).kind(), waiting.reason(), waiting.since());
      }
    }
  }

  void add(SubjectKey key, Waiting waiting) {
    StateWriter value = new StateWriter(LAYOUT);
    Waiting.write(value, waiting);
    store.put(place(key, waiting), value.toBytes());
    counter.add(key.kind(), waiting.reason(), waiting.since());
  }

  void remove(SubjectKey key, Waiting waiting) {
    store.delete(place(key, waiting));
    counter.remove(key.kind(), waiting.reason(), waiting.since());
  }

  /** A subject of the queue, and the key of its entry. */
  record Place(SubjectKey key, byte[] entry) {}

  /** The first of a kind, highest priority first, at most {@code limit}. */
  List<Place> first(SubjectKind kind, int limit) {
    List<Place> first = new ArrayList<>();
    if (counter.count(kind) == 0) {
      return first; // without a scan of what RocksDB has not yet compacted
    }
    byte letter = new SubjectKey(kind, "").encode()[0];
    try (KeyValueIterator<byte[], byte[]> range =
        store.range(new byte[] {letter}, new byte[] {(byte) (letter + 1)})) {
      while (range.hasNext() && first.size() < limit) {
        byte[] entry = range.next().key;
        first.add(new Place(subject(entry), entry));
      }
    }
    return first;
  }

  /** Deletes an entry that its subject's state does not confirm. */
  void discard(Place place) {
    byte[] value = store.delete(place.entry());
    if (value != null) {
      Waiting waiting = decode(new KeyValue<>(place.entry(), value));
      counter.remove(place.key().kind(), waiting.reason(), waiting.since());
    }
  }

  /** The key of the subject's entry. */
  static byte[] place(SubjectKey key, Waiting waiting) {
    byte[] subject = key.encode();
    long bits = Double.doubleToLongBits(waiting.priority());
    long ascending = bits ^ (bits >> (Long.SIZE - 1) & Long.MAX_VALUE);
    return ByteBuffer.allocate(SUBJECT + subject.length)
        .put(subject[0])
        .putLong(~(ascending ^ Long.MIN_VALUE))
        .put(subject)
        .array();
  }

  private SubjectKey subject(byte[] entry) {
    try {
      return SubjectKey.decode(entry, SUBJECT);
    } catch (UnreadableBytesException e) {
      throw new UnreadableStateException(store.name(), entry, e);
    }
  }

  private Waiting decode(KeyValue<byte[], byte[]> entry) {
    try {
      StateReader in = new StateReader(entry.value, LAYOUT, "a waiting subject");
      Waiting waiting = Waiting.read(in);
      in.require(waiting != null, "nothing waits");
      return requireNonNull(waiting, "required");
    } catch (UnreadableStateException e) {
      throw new UnreadableStateException(store.name(), entry.key, e);
    }
  }
}
