package io.laserstreams.scoring.user;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The last few versions of what is known about each user, so that a score can use the newest one
 * that is based only on earlier events.
 *
 * <p>Versions arrive in the order of their positions; one older than the newest changes nothing. At
 * most {@code maxVersions} are kept per user. Space: a few bytes and the encoded value per version.
 */
public final class VersionedStore<T> {
  private static final int LAYOUT = 2;

  private final ByteStore store;
  private final String what;
  private final int maxVersions;
  private final BiConsumer<StateWriter, T> writeValue;
  private final Function<StateReader, T> readValue;

  /**
   * @param what names the contents in errors, for example {@code user knowledge}
   */
  public VersionedStore(
      ByteStore store,
      String what,
      int maxVersions,
      BiConsumer<StateWriter, T> writeValue,
      Function<StateReader, T> readValue) {
    this.store = requireNonNull(store, "store is null");
    this.what = requireNonNull(what, "what is null");
    this.maxVersions = maxVersions;
    this.writeValue = requireNonNull(writeValue, "writeValue is null");
    this.readValue = requireNonNull(readValue, "readValue is null");
  }

  /**
   * Adds a version, which replaces the newest one if both have the same position.
   *
   * @return whether it was added; false if the newest one is newer
   */
  public boolean add(String userId, StoredVersion<T> version) {
    byte[] key = userId.getBytes(UTF_8);
    List<StoredVersion<T>> versions = read(key);
    if (!versions.isEmpty()) {
      long newest = versions.get(versions.size() - 1).position();
      if (version.position() < newest) {
        return false;
      }
      if (version.position() == newest) {
        versions.remove(versions.size() - 1);
      }
    }
    versions.add(version);
    store.put(
        key, encode(versions.subList(Math.max(0, versions.size() - maxVersions), versions.size())));
    return true;
  }

  /** The newest version that is based on events strictly before the time; null if none. */
  public @Nullable StoredVersion<T> newestBefore(String userId, long eventTime) {
    List<StoredVersion<T>> versions = read(userId.getBytes(UTF_8));
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (versions.get(i).basedOn() < eventTime) {
        return versions.get(i);
      }
    }
    return null;
  }

  public void delete(String userId) {
    store.delete(userId.getBytes(UTF_8));
  }

  private List<StoredVersion<T>> read(byte[] key) {
    List<StoredVersion<T>> versions = store.read(key, this::decode);
    return versions == null ? new ArrayList<>() : versions;
  }

  private List<StoredVersion<T>> decode(byte[] state) {
    List<StoredVersion<T>> versions = new ArrayList<>(maxVersions + 1);
    StateReader in = new StateReader(state, LAYOUT, what);
    while (in.hasMore()) {
      versions.add(new StoredVersion<>(in.number(), in.number(), readValue.apply(in)));
    }
    return versions;
  }

  private byte[] encode(List<StoredVersion<T>> versions) {
    StateWriter out = new StateWriter(LAYOUT);
    for (StoredVersion<T> version : versions) {
      out.number(version.position()).number(version.basedOn());
      writeValue.accept(out, version.value());
    }
    return out.toBytes();
  }
}
