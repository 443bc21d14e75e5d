package io.laserstreams.scoring.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.crm.streaming.user.UserState;

/** The state of streaming features of one partition's users. */
public final class UserStates {
  private final ByteStore store;
  private final StreamingSettings settings;

  public UserStates(ByteStore store, StreamingSettings settings) {
    this.store = requireNonNull(store, "store is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /**
   * The user's state, an empty one for a user without events. {@link #put} stores changes to it.
   */
  public UserState get(String userId) {
    UserState state = store.read(key(userId), bytes -> UserState.read(bytes, settings));
    return state == null ? UserState.empty(settings) : state;
  }

  public void put(String userId, UserState state) {
    store.put(key(userId), state.toBytes());
  }

  /** Deletes the user's state if it has expired at this event time; returns whether it had. */
  boolean deleteIfExpired(String userId, long eventTime) {
    if (!get(userId).expiredAt(eventTime)) {
      return false;
    }
    store.delete(key(userId));
    return true;
  }

  private static byte[] key(String userId) {
    return userId.getBytes(UTF_8);
  }
}
