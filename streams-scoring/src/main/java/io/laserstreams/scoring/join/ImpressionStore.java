package io.laserstreams.scoring.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * State of impressions by user and impression id: the same id of two users is two impressions,
 * whether both users are on one partition or not.
 *
 * <p>Earlier builds used the impression id alone as key. Such an entry is still found by its user
 * until it is deleted. New keys cannot collide with old ones: their first byte never occurs in
 * UTF-8.
 *
 * @param <T> the state of an impression
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

  /** Served impressions, see {@link ServedImpression}. */
  static ImpressionStore<ServedImpression> ofServed(ByteStore store) {
    return new ImpressionStore<>(store, ServedImpression::decode, ServedImpression::userId);
  }

  /** Served slates, see {@link ServedSlate}. */
  static ImpressionStore<ServedSlate> ofSlates(ByteStore store) {
    return new ImpressionStore<>(store, ServedSlate::decode, ServedSlate::userId);
  }

  /** The state of the user's impression; null if absent. */
  @Nullable T read(String userId, String impressionId) {
    T stored = store.read(key(userId, impressionId), decoder);
    return stored != null ? stored : ofEarlierBuild(userId, impressionId);
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

  private @Nullable T ofEarlierBuild(String userId, String impressionId) {
    T stored = store.read(impressionId.getBytes(UTF_8), decoder);
    return stored != null && userOf.apply(stored).equals(userId) ? stored : null;
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
