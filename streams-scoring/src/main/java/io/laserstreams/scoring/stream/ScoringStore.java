package io.laserstreams.scoring.stream;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The state stores of scoring, by user or impression and on the partition of the user's key unless
 * stated otherwise. Their names are part of the names of changelog topics and never change.
 */
public enum ScoringStore {
  /** Users' clicks and ratings, in chunks. */
  HISTORIES("histories"),
  /** By user id: the last versions of the profile. */
  PROFILES("profiles"),
  /** By user id: the last versions of the user's vectors. */
  USER_KNOWLEDGE("user-knowledge"),
  /** By impression: that it was served, and its slate while its attribution window is open. */
  SERVED("served"),
  /** By number: the served impressions in order, in blocks. */
  SERVE_LOG("serve-log"),
  /** By user id: the open attribution windows with their feedback. */
  OPEN_WINDOWS("open-windows"),
  /** By user id: the state of streaming features. */
  USER_FEATURES("user-features"),
  /**
   * By day and user id: users by the day of their newest event, so that their feature state
   * expires.
   */
  USER_FEATURES_EXPIRY("user-features-expiry"),
  /** By epoch and item id: contributions to item statistics that are not published yet. */
  PENDING_CONTRIBUTIONS("pending-contributions"),
  /** By item id: its statistics over all users, on the partition of the item's key. */
  ITEM_SUMS("item-sums");

  /**
   * A changelog record has the event time of the record that caused it, which a broker may refuse
   * as too far ahead; so the broker sets the time.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of("message.timestamp.type", "LogAppendTime");

  /**
   * Stores of which one key is often written several times between two commits, so that one write
   * for each commit saves much: a user's events come in bursts, popular items are clicked all the
   * time, and the newest block of the log grows with each slate. Not pending contributions: without
   * transactions a crash would lose those of events that are in the history already.
   */
  private static final Set<ScoringStore> REWRITTEN =
      EnumSet.of(USER_FEATURES, ITEM_SUMS, SERVE_LOG);

  private final String storeName;

  ScoringStore(String storeName) {
    this.storeName = storeName;
  }

  public String storeName() {
    return storeName;
  }

  StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
    StoreBuilder<KeyValueStore<Bytes, byte[]>> builder =
        Stores.keyValueStoreBuilder(
                TransactionalStores.keyValueStore(storeName), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingEnabled(CHANGELOG);
    return REWRITTEN.contains(this) ? builder.withCachingEnabled() : builder;
  }

  ByteStore in(ProcessingContext context) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(storeName);
    return new ByteStore() {
      @Override
      public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
      }

      @Override
      public <T> @Nullable T read(byte[] key, Function<byte[], T> reader) {
        try {
          return ByteStore.super.read(key, reader);
        } catch (UnreadableBytesException | UnreadableStateException e) {
          throw new UnreadableStateException(storeName, key, e);
        }
      }

      @Override
      public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
      }

      @Override
      public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
      }
    };
  }
}
