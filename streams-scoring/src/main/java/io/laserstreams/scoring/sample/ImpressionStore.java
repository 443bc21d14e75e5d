package io.laserstreams.scoring.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * What is kept of impressions, each under its user and its id: an id that two users have names two
 * impressions, whether their users are on one partition or on two.
 *
 * <p>Earlier builds kept them under the id alone. Such an entry is found while it lasts, by the
 * user whom it tells of. No key of now is a key of then: the first byte is none that UTF-8 has.
 *
 * @param <T> what is kept
 */
public final class ImpressionStore<T> {
  private static final byte BY_USER = (byte) 0xFF;

  private final ByteStore store;
  private final Function<byte[], T> decoder;
  private final Function<T, String> userOf;

  private ImpressionStore(
      ByteStore store, Function<byte[], T> decoder, Function<T, String> userOf) {
    this.store = requireNonNull(store, "store is null");
    this.decoder = decoder;
    this.userOf = userOf;
  }

  /** What is remembered of impressions that were served, see {@link ServedImpression}. */
  static ImpressionStore<ServedImpression> ofServed(ByteStore store) {
    return new ImpressionStore<>(store, ServedImpression::decode, ServedImpression::userId);
  }

  /** Slates as served, see {@link ServedSlate}. */
  static ImpressionStore<ServedSlate> ofSlates(ByteStore store) {
    return new ImpressionStore<>(store, ServedSlate::decode, ServedSlate::userId);
  }

  /** What is kept of the user's impression, or null. */
  T read(String userId, String impressionId) {
    T kept = store.read(key(userId, impressionId), decoder);
    return kept != null ? kept : ofEarlierBuild(userId, impressionId);
  }

  boolean contains(String userId, String impressionId) {
    return store.get(key(userId, impressionId)) != null
        || ofEarlierBuild(userId, impressionId) != null;
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

  private T ofEarlierBuild(String userId, String impressionId) {
    T kept = store.read(impressionId.getBytes(UTF_8), decoder);
    return kept != null && userOf.apply(kept).equals(userId) ? kept : null;
  }

  private static byte[] key(String userId, String impressionId) {
    byte[] user = userId.getBytes(UTF_8);
    byte[] impression = impressionId.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + Integer.BYTES + user.length + impression.length)
        .put(BY_USER)
        .putInt(user.length)
        .put(user)
        .put(impression)
        .array();
  }
}
