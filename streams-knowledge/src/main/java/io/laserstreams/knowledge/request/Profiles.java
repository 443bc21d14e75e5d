package io.laserstreams.knowledge.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.subject.StateReader;
import io.laserstreams.knowledge.subject.StateWriter;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/** Profiles of the users of one task. */
public final class Profiles {
  private static final byte VERSION = 1;

  private final KeyValueStore<byte[], byte[]> store;

  /** @param updatedAt event time of this version of the profile */
  public record Profile(Map<String, String> fields, long updatedAt) {
    public Profile {
      fields = Map.copyOf(fields);
    }
  }

  public Profiles(KeyValueStore<byte[], byte[]> store) {
    this.store = requireNonNull(store, "store is null");
  }

  /** The user's profile, or null. */
  public Profile get(String userId) {
    byte[] bytes = store.get(userId.getBytes(UTF_8));
    if (bytes == null) {
      return null;
    }
    StateReader in = new StateReader("profile", VERSION, bytes);
    return new Profile(in.getMap(), in.getLong());
  }

  public void put(String userId, Profile profile) {
    store.put(userId.getBytes(UTF_8), new StateWriter(VERSION).put(profile.fields()).put(profile.updatedAt()).toBytes());
  }

  public void delete(String userId) {
    store.delete(userId.getBytes(UTF_8));
  }
}
