package io.laserstreams.knowledge.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Profiles of the users of one task. */
public final class UserProfiles {
  private static final int LAYOUT = 1;

  private final ByteStore store;

  /**
   * @param updatedAt event time of this version of the profile
   */
  public record Profile(Map<String, String> fields, long updatedAt) {
    public Profile {
      fields = Map.copyOf(fields);
    }
  }

  public UserProfiles(ByteStore store) {
    this.store = requireNonNull(store, "store is null");
  }

  /** The user's profile, null if unknown. */
  public @Nullable Profile get(String userId) {
    return store.read(userId.getBytes(UTF_8), UserProfiles::decode);
  }

  private static Profile decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "a profile");
    return new Profile(in.fields(), in.number());
  }

  public void put(String userId, Profile profile) {
    store.put(
        userId.getBytes(UTF_8),
        new StateWriter(LAYOUT).fields(profile.fields()).number(profile.updatedAt()).toBytes());
  }

  public void delete(String userId) {
    store.delete(userId.getBytes(UTF_8));
  }
}
