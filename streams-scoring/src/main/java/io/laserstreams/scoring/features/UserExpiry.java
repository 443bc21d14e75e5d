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
import org.jspecify.annotations.Nullable;

/**
 * Deletes the state of users whose features have expired, using an index on the day of a user's
 * newest event. An expired state counts as empty, so deleting it changes no feature. It is kept for
 * {@link #GRACE} of the wall clock after the index entry was made, since a backfill of old events
 * may be in progress.
 *
 * <p>Space: 16 bytes and the user's id for each day with events that has not been swept.
 */
public final class UserExpiry {
  /** How long, by the wall clock, the state of a user who has expired by event time is kept. */
  public static final Duration GRACE = Duration.ofDays(7);

  private static final int MAX_ENTRIES_PER_SWEEP = 1_000;
  private static final long HOURS_PER_DAY = 24;
  private static final long MILLIS_PER_HOUR = 3_600_000;

  private final KeyValueStore<Bytes, byte[]> index;
  private final UserStates states;
  private final @Nullable Long maxIdle;
  private long newest = Long.MIN_VALUE;

  /**
   * @param index by day and user id: when, by the wall clock, the user's newest event first was on
   *     that day
   */
  public UserExpiry(
      KeyValueStore<Bytes, byte[]> index, UserStates states, StreamingSettings settings) {
    this.index = requireNonNull(index, "index is null");
    this.states = requireNonNull(states, "states is null");
    this.maxIdle = settings.idleMillis();
  }

  /**
   * Records that an event was applied.
   *
   * @param before the hour of the user's newest event before this one
   * @param after the hour of the user's newest event now
   * @param eventTime of the event; expiry advances with it
   * @param now wall-clock time
   */
  public void applied(String userId, long before, long after, long eventTime, long now) {
    if (maxIdle == null) {
      return;
    }
    newest = Math.max(newest, eventTime);
    long day = Math.floorDiv(after, HOURS_PER_DAY);
    if (Math.floorDiv(before, HOURS_PER_DAY) != day) {
      index.put(key(day, userId), ByteBuffer.allocate(Long.BYTES).putLong(now).array());
    }
  }

  /**
   * Deletes states that have expired at the newest event time applied, a bounded number per call.
   *
   * @param now wall-clock time
   * @return how many users' states were deleted
   */
  public int sweep(long now) {
    if (maxIdle == null || newest == Long.MIN_VALUE) {
      return 0;
    }
    int deleted = 0;
    for (Bytes key : due(now, maxIdle)) {
      // due() has checked that the key starts with a day.
      ByteBuffer parts = ByteBuffer.wrap(key.get(), Long.BYTES, key.get().length - Long.BYTES);
      deleted += states.deleteIfExpired(UTF_8.decode(parts).toString(), newest) ? 1 : 0;
      index.delete(key);
    }
    return deleted;
  }

  /**
   * Entries of days whose users have expired, unless they have newer events, which have their own
   * entries.
   */
  private List<Bytes> due(long now, long maxIdleMillis) {
    List<Bytes> due = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> entries = index.all()) {
      for (int seen = 0; seen < MAX_ENTRIES_PER_SWEEP && entries.hasNext(); seen++) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        long day = number(entry.key, entry.key.get());
        if (newest - (day + 1) * HOURS_PER_DAY * MILLIS_PER_HOUR <= maxIdleMillis) {
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
