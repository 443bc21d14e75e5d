package io.laserstreams.scoring.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.deadletter.BadRecordException;
import io.laserstreams.runtime.deadletter.DeadLetter;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.runtime.streams.StreamsKeys;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The served impressions that are remembered, by user and impression id: the same id of two users
 * is two impressions, whether both users are on one partition or not. The slate is there while its
 * attribution window is open; after that, only that there was one.
 *
 * <p>Space: two bytes and the two ids, and the slate.
 */
public final class ServedSlates {
  private static final int LAYOUT = 2;

  /** Earlier builds kept the slates elsewhere. */
  private static final int WITHOUT_SLATE = 1;

  /**
   * Never occurs in UTF-8: no key is that of an earlier build, which was the impression id alone.
   */
  private static final byte BY_USER = (byte) 0xFF;

  private static final byte[] CLOSED = new StateWriter(LAYOUT).flag(false).toBytes();

  private final ByteStore store;
  private final FeatureNames names;
  private final int maxBytes;

  /**
   * @param maxBytes of a slate, so that the producer never meets a record that a broker refuses
   */
  public ServedSlates(ByteStore store, int maxBytes) {
    this.store = requireNonNull(store, "store is null");
    this.maxBytes = maxBytes;
    this.names = new FeatureNames(store);
  }

  boolean contains(String userId, String impressionId) {
    return store.get(key(userId, impressionId)) != null;
  }

  /** The slate of the user's impression; null if its window is not open. */
  @Nullable ServedSlate open(String userId, String impressionId) {
    return store.read(key(userId, impressionId), this::slate);
  }

  /**
   * Remembers an impression whose window is open.
   *
   * @param encoded by {@link #encode}
   */
  void put(ServedSlate slate, byte[] encoded) {
    store.put(key(slate.userId(), slate.impressionId()), encoded);
  }

  /**
   * The record of an impression whose window is open.
   *
   * @throws BadRecordException if it is too large
   */
  byte[] encode(ServedSlate slate) {
    StateWriter out = new StateWriter(LAYOUT).flag(true);
    slate.write(out, names);
    byte[] bytes = out.toBytes();
    if (bytes.length > maxBytes) {
      throw new BadRecordException(
          DeadLetter.TOO_LARGE,
          ("the slate of impression %s with %d candidates takes %d bytes with its features, %s is"
               + " %d; send smaller slates, or raise it and max.message.bytes of the changelog of"
               + " served")
              .formatted(
                  slate.impressionId(),
                  slate.candidates().size(),
                  bytes.length,
                  StreamsKeys.MAX_RECORD_BYTES,
                  maxBytes));
    }
    return bytes;
  }

  /** Remembers an impression whose window is closed, or that has none. */
  void putClosed(String userId, String impressionId) {
    store.put(key(userId, impressionId), CLOSED);
  }

  void delete(String userId, String impressionId) {
    store.delete(key(userId, impressionId));
  }

  @Nullable ServedSlate slate(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "a served impression");
    return in.version() > WITHOUT_SLATE && in.flag() ? ServedSlate.read(in, names) : null;
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
