package io.laserstreams.scoring.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deletes the state of users whose features have expired, found by an index on the day of a user's
 * newest event. An expired state counts as an empty one anyway, so that deleting it changes no
 * feature; it is left alone for {@link #GRACE} of the wall clock after the index has seen the user,
 * because what is brought in from the past may still go on.
 *
 * <p>Space: 16 bytes and the user's id for each day with events that has not been swept.
 */
public final class UserExpiry {
  /** How long, by the wall clock, a user who has expired by event time stays. */
  public static final Duration GRACE = Duration.ofDays(7);

  private static final int MOST_A_SWEEP = 1_000;
  private static final long HOURS = 24;
  private static final long HOUR = 3_600_000;

  private final KeyValueStore<Bytes, byte[]> index;
  private final UserStates states;
  private final Long idle;
  private long newest = Long.MIN_VALUE;

  /**
   * @param index day and user id: when the index first saw the user's newest event on that day, by
   *     the wall clock
   */
  public UserExpiry(
      KeyValueStore<Bytes, byte[]> index, UserStates states, StreamingSettings settings) {
    this.index = requireNonNull(index, "index is null");
    this.states = requireNonNull(states, "states is null");
    this.idle = settings.idleMillis();
  }

  /**
   * An event has been applied.
   *
   * @param before the hour of the user's newest event before it
   * @param after likewise after it
   * @param eventTime of the event, by which users expire
   * @param now by the wall clock
   */
  public void applied(String userId, long before, long after, long eventTime, long now) {
    if (idle == null) {
      return;
    }
    newest = Math.max(newest, eventTime);
    long day = Math.floorDiv(after, HOURS);
    if (Math.floorDiv(before, HOURS) != day) {
      index.put(key(day, userId), ByteBuffer.allocate(Long.BYTES).putLong(now).array());
    }
  }

  /**
   * Deletes what has expired at the newest event time that has been applied, at most a bound a
   * call.
   *
   * @param now by the wall clock
   * @return how many users' states were deleted
   */
  public int sweep(long now) {
    if (idle == null || newest == Long.MIN_VALUE) {
      return 0;
    }
    int deleted = 0;
    for (Bytes key : due(now)) {
      // due() has read the day before it.
      ByteBuffer parts = ByteBuffer.wrap(key.get(), Long.BYTES, key.get().length - Long.BYTES);
      deleted += states.deleteIfExpired(UTF_8.decode(parts).toString(), newest) ? 1 : 0;
      index.delete(key);
    }
    return deleted;
  }

  /**
   * Entries of days whose users have expired, unless they are newer by now, which is another entry.
   */
  private List<Bytes> due(long now) {
    List<Bytes> due = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> entries = index.all()) {
      for (int seen = 0; seen < MOST_A_SWEEP && entries.hasNext(); seen++) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        long day = number(entry.key, entry.key.get());
        if (newest - (day + 1) * HOURS * HOUR <= idle) {
          break;
        }
        if (now - number(entry.key, entry.value) >= GRACE.toMillis()) {
          due.add(entry.key);
        }
      }
    }
    return due;
  }

  private long number(Bytes key, byte[] bytes) {
    if (bytes.length < Long.BYTES) {
      throw new UnreadableStateException(
          index.name(),
          key.get(),
          new UnreadableBytesException("a time of %d bytes".formatted(bytes.length)));
    }
    return ByteBuffer.wrap(bytes).getLong();
  }

  private static Bytes key(long day, String userId) {
    byte[] id = userId.getBytes(UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + id.length).putLong(day).put(id).array());
  }
}
