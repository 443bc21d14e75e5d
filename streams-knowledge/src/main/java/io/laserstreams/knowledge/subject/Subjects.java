package io.laserstreams.knowledge.subject;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.schema.SubjectKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The state of all subjects of one task, an index of their wake times, and the queue of those that
 * wait for the budget. The index has exactly one entry for each subject with a wake time, so that
 * finding the due subjects reads no others.
 *
 * <p>Index key: wake time (8 bytes, big-endian, never negative), subject. Value: whether a request
 * is in flight (1 byte), when its first attempt was made (8 bytes).
 */
public final class Subjects {
  private static final int VALUE_BYTES = 1 + Long.BYTES;

  private final ByteStore states;
  private final KeyValueStore<byte[], byte[]> wakes;
  private final WaitingQueue queue;
  private final InFlightCounter inFlight;
  private long scannedUntil;

  public Subjects(
      ByteStore states,
      KeyValueStore<byte[], byte[]> wakes,
      KeyValueStore<byte[], byte[]> queue,
      InFlightCounter inFlight,
      WaitingCounter waiting) {
    this.states = requireNonNull(states, "states is null");
    this.wakes = requireNonNull(wakes, "wakes is null");
    this.queue = new WaitingQueue(queue, waiting);
    this.inFlight = requireNonNull(inFlight, "inFlight is null");
  }

  /** Counts what is in flight or waits from an earlier run. Call it once, before anything else. */
  public void count() {
    queue.count();
    try (KeyValueIterator<byte[], byte[]> all = wakes.all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> entry = all.next();
        SubjectKey key = subject(entry.key);
        if (entry.value.length != VALUE_BYTES) {
          throw unreadable(
              entry.key,
              new UnreadableBytesException("a request of %d bytes".formatted(entry.value.length)));
        }
        ByteBuffer value = ByteBuffer.wrap(entry.value);
        if (value.get() != 0) {
          inFlight.add(key.kind(), value.getLong());
        }
      }
    }
  }

  /** The subject's state, null if unknown. */
  public @Nullable SubjectState get(SubjectKey key) {
    return states.read(key.encode(), SubjectState::decode);
  }

  /**
   * Replaces {@code before}, as returned by {@link #get}, with {@code after}; null means no state.
   */
  public void replace(SubjectKey key, @Nullable SubjectState before, @Nullable SubjectState after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (after == null) {
      states.delete(key.encode());
    } else {
      states.put(key.encode(), after.encode());
    }
    if (before != null) {
      if (before.wakeAt() != SubjectState.NO_WAKE) {
        wakes.delete(wakeKey(before.wakeAt(), key));
      }
      if (before.pending() != null) {
        inFlight.remove(key.kind(), before.pending().requestedAt());
      }
      if (before.waiting() != null) {
        queue.remove(key, before.waiting());
      }
    }
    if (after != null) {
      if (after.wakeAt() != SubjectState.NO_WAKE) {
        wakes.put(wakeKey(after.wakeAt(), key), wakeValue(after.pending()));
      }
      if (after.pending() != null) {
        inFlight.add(key.kind(), after.pending().requestedAt());
      }
      if (after.waiting() != null) {
        queue.add(key, after.waiting());
      }
    }
  }

  /**
   * Subjects of a kind that wait, highest priority first, at most {@code limit}. Deletes an entry
   * that its subject's state does not confirm; a crash without exactly-once may leave one.
   */
  public List<SubjectKey> waiting(SubjectKind kind, int limit) {
    List<SubjectKey> waiting = new ArrayList<>();
    for (WaitingQueue.Place place : queue.first(kind, limit)) {
      SubjectState state = get(place.key());
      if (state != null
          && state.waiting() != null
          && Arrays.equals(place.entry(), WaitingQueue.place(place.key(), state.waiting()))) {
        waiting.add(place.key());
      } else {
        queue.discard(place);
      }
    }
    return waiting;
  }

  /**
   * Subjects whose wake time is not after {@code now}, earliest first, at most {@code limit}. The
   * caller gives each of them another wake time, after {@code now}, or none: the next call starts
   * where this one ended. Deletes an entry that its subject's state does not confirm; a crash
   * without exactly-once may leave one.
   */
  public List<SubjectKey> due(long now, int limit) {
    if (now < scannedUntil) {
      scannedUntil = 0; // the clock was set back: entries may lie before the end of the last scan
    }
    List<SubjectKey> due = new ArrayList<>();
    List<byte[]> unconfirmed = new ArrayList<>();
    // Starting at the end of the last scan skips tombstones that RocksDB has not yet compacted.
    try (KeyValueIterator<byte[], byte[]> range = wakes.range(time(scannedUntil), time(now + 1))) {
      while (range.hasNext() && due.size() < limit) {
        byte[] wake = range.next().key;
        scannedUntil = ByteBuffer.wrap(wake).getLong();
        SubjectKey key = subject(wake);
        SubjectState state = get(key);
        if (state != null && Math.max(0, state.wakeAt()) == scannedUntil) {
          due.add(key);
        } else {
          unconfirmed.add(wake);
        }
      }
      if (!range.hasNext()) {
        scannedUntil = now;
      }
    }
    unconfirmed.forEach(wakes::delete);
    return due;
  }

  private SubjectKey subject(byte[] wake) {
    try {
      return SubjectKey.decode(wake, Long.BYTES);
    } catch (UnreadableBytesException e) {
      throw unreadable(wake, e);
    }
  }

  private UnreadableStateException unreadable(byte[] wake, UnreadableBytesException refusal) {
    return new UnreadableStateException(wakes.name(), wake, refusal);
  }

  private static byte[] time(long time) {
    return ByteBuffer.allocate(Long.BYTES).putLong(time).array();
  }

  private static byte[] wakeKey(long time, SubjectKey key) {
    byte[] subject = key.encode();
    return ByteBuffer.allocate(Long.BYTES + subject.length)
        .putLong(Math.max(0, time))
        .put(subject)
        .array();
  }

  private static byte[] wakeValue(SubjectState.@Nullable Pending pending) {
    return ByteBuffer.allocate(VALUE_BYTES)
        .put((byte) (pending == null ? 0 : 1))
        .putLong(pending == null ? 0 : pending.requestedAt())
        .array();
  }
}
