package io.laserstreams.scoring.stream;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.UnreadableStateException;
import io.laserstreams.runtime.streams.store.TransactionalStores;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The state of scoring, by user or impression and on the partition of the user's key unless it says
 * otherwise. Names are part of the changelog topics' names and never change.
 */
public enum ScoringStore {
  /** Users' clicks and ratings, in chunks. */
  HISTORIES("histories"),
  /** User id: the last versions of the profile. */
  PROFILES("profiles"),
  /** User id: the last versions of the user's vectors. */
  USER_KNOWLEDGE("user-knowledge"),
  /** Impression id: that it was served, and what the user did with it. */
  SERVED("served"),
  /** Number: the served impressions in order. */
  SERVE_LOG("serve-log"),
  /** Impression id: the slate as served, while its attribution window is open. */
  OPEN_SLATES("open-slates"),
  /** User id: the open attribution windows. */
  OPEN_WINDOWS("open-windows"),
  /** User id: what streaming features keep. */
  USER_FEATURES("user-features"),
  /**
   * Day and user id: users by the day of their newest event, so that what features keep of them
   * expires.
   */
  USER_FEATURES_EXPIRY("user-features-expiry"),
  /** Epoch and item id: contributions to item statistics that are not published yet. */
  PENDING_CONTRIBUTIONS("pending-contributions"),
  /** Item id: its statistics over all users, on the partition of the item's key. */
  ITEM_SUMS("item-sums");

  /**
   * Changelog records carry the event time of what caused them, which a broker may find too far
   * ahead; so it stamps them itself.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of("message.timestamp.type", "LogAppendTime");

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
    // A user's events come in bursts, and each rewrites some kilobytes: one write a commit is
    // enough.
    return this == USER_FEATURES ? builder.withCachingEnabled() : builder;
  }

  ByteStore in(ProcessingContext context) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(storeName);
    return new ByteStore() {
      @Override
      public byte[] get(byte[] key) {
        return store.get(Bytes.wrap(key));
      }

      @Override
      public <T> T read(byte[] key, Function<byte[], T> reader) {
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
