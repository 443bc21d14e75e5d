package io.laserstreams.scoring.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * What is kept of impressions, each under its user and its id: an id that two users have names two impressions, whether their users are
 * on one partition or on two.
 *
 * <p>Earlier builds kept them under the id alone. Such an entry is found while it lasts, by the user whom it tells of. No key of now is a
 * key of then: the first byte is none that UTF-8 has.
 */
public final class ImpressionStore {
  private static final byte BY_USER = (byte) 0xFF;

  private final ByteStore store;
  private final Function<byte[], String> userOf;

  private ImpressionStore(ByteStore store, Function<byte[], String> userOf) {
    this.store = requireNonNull(store, "store is null");
    this.userOf = userOf;
  }

  /** What is remembered of impressions that were served, see {@link Served}. */
  static ImpressionStore ofServed(ByteStore store) {
    return new ImpressionStore(store, state -> Served.decode(state).userId());
  }

  /** Slates as served, see {@link ServedSlate}. */
  static ImpressionStore ofSlates(ByteStore store) {
    return new ImpressionStore(store, state -> ServedSlate.decode(state).userId());
  }

  /** What is kept of the user's impression, or null. */
  byte[] get(String userId, String impressionId) {
    byte[] value = store.get(key(userId, impressionId));
    return value != null ? value : ofEarlierBuild(userId, impressionId);
  }

  void put(String userId, String impressionId, byte[] value) {
    store.put(key(userId, impressionId), value);
  }

  void delete(String userId, String impressionId) {
    store.delete(key(userId, impressionId));
    if (ofEarlierBuild(userId, impressionId) != null) {
      store.delete(impressionId.getBytes(UTF_8));
    }
  }

  private byte[] ofEarlierBuild(String userId, String impressionId) {
    byte[] value = store.get(impressionId.getBytes(UTF_8));
    return value != null && userOf.apply(value).equals(userId) ? value : null;
  }

  private static byte[] key(String userId, String impressionId) {
    byte[] user = userId.getBytes(UTF_8);
    byte[] impression = impressionId.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + Integer.BYTES + user.length + impression.length)
        .put(BY_USER).putInt(user.length).put(user).put(impression).array();
  }
}
