package io.laserstreams.knowledge.subject;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The state of all subjects of one task, and an index of when each is to be looked at again. The
 * index has exactly one line for each subject with a wake time and is deleted from, so that looking
 * for who is due costs nothing for all the others.
 *
 * <p>Index key: wake time (8 bytes, big-endian, never negative), subject. Value: whether a question
 * is in flight (1 byte), when it was first asked (8 bytes).
 */
public final class Subjects {
  private static final int VALUE_BYTES = 1 + Long.BYTES;

  private final ByteStore states;
  private final KeyValueStore<byte[], byte[]> wakes;
  private final InFlightCounter inFlight;
  private long scannedUntil;

  public Subjects(ByteStore states, KeyValueStore<byte[], byte[]> wakes, InFlightCounter inFlight) {
    this.states = requireNonNull(states, "states is null");
    this.wakes = requireNonNull(wakes, "wakes is null");
    this.inFlight = requireNonNull(inFlight, "inFlight is null");
  }

  /** Counts what an earlier run left in flight. To be called once, before anything else. */
  public void load() {
    try (KeyValueIterator<byte[], byte[]> all = wakes.all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> line = all.next();
        SubjectKey key = subject(line.key);
        if (line.value.length != VALUE_BYTES) {
          throw unreadable(
              line.key,
              new UnreadableBytesException("a question of %d bytes".formatted(line.value.length)));
        }
        ByteBuffer value = ByteBuffer.wrap(line.value);
        if (value.get() != 0) {
          inFlight.add(key.kind(), value.getLong());
        }
      }
    }
  }

  /** The subject's state, or null. */
  public SubjectState get(SubjectKey key) {
    return states.read(key.encode(), SubjectState::decode);
  }

  /**
   * Replaces {@code before}, which is what {@link #get} gave, by {@code after}; null stands for no
   * state on either side.
   */
  public void replace(SubjectKey key, SubjectState before, SubjectState after) {
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
        inFlight.remove(key.kind(), before.pending().askedAt());
      }
    }
    if (after != null) {
      if (after.wakeAt() != SubjectState.NO_WAKE) {
        wakes.put(wakeKey(after.wakeAt(), key), wakeValue(after.pending()));
      }
      if (after.pending() != null) {
        inFlight.add(key.kind(), after.pending().askedAt());
      }
    }
  }

  /**
   * Subjects whose wake time is not after {@code now}, earliest first, at most {@code limit}. The
   * caller gives each of them another wake time, after {@code now}, or none: the next look starts
   * where this one ended. A line that its subject's state does not confirm is deleted; a crash
   * without exactly-once may leave one.
   */
  public List<SubjectKey> due(long now, int limit) {
    if (now < scannedUntil) {
      scannedUntil = 0; // the clock was set back: lines may lie before where the last scan ended
    }
    List<SubjectKey> due = new ArrayList<>();
    List<byte[]> unconfirmed = new ArrayList<>();
    // Starting where the last scan ended spares it the deleted lines that RocksDB has not yet
    // cleared away.
    try (KeyValueIterator<byte[], byte[]> lines = wakes.range(time(scannedUntil), time(now + 1))) {
      while (lines.hasNext() && due.size() < limit) {
        byte[] line = lines.next().key;
        scannedUntil = ByteBuffer.wrap(line).getLong();
        SubjectKey key = subject(line);
        SubjectState state = get(key);
        if (state != null && Math.max(0, state.wakeAt()) == scannedUntil) {
          due.add(key);
        } else {
          unconfirmed.add(line);
        }
      }
      if (!lines.hasNext()) {
        scannedUntil = now;
      }
    }
    unconfirmed.forEach(wakes::delete);
    return due;
  }

  private SubjectKey subject(byte[] line) {
    try {
      return SubjectKey.decode(line, Long.BYTES);
    } catch (UnreadableBytesException e) {
      throw unreadable(line, e);
    }
  }

  private UnreadableStateException unreadable(byte[] line, UnreadableBytesException refusal) {
    return new UnreadableStateException(wakes.name(), line, refusal);
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

  private static byte[] wakeValue(SubjectState.Pending pending) {
    return ByteBuffer.allocate(VALUE_BYTES)
        .put((byte) (pending == null ? 0 : 1))
        .putLong(pending == null ? 0 : pending.askedAt())
        .array();
  }
}
