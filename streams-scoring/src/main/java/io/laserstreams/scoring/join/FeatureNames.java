package io.laserstreams.scoring.join;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import io.laserstreams.runtime.state.UnreadableStateException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of feature names, each stored once under a hash of the names: all slates of a model have
 * the same, which would be half of what is stored of them. A list is never deleted; models with
 * other features are rare.
 */
final class FeatureNames {
  private static final int LAYOUT = 1;

  /** Never occurs in UTF-8, and is not the first byte of the key of an impression. */
  private static final byte BY_HASH = (byte) 0xFE;

  private static final String WHAT = "names of features";

  private final ByteStore store;
  private final Map<List<String>, Long> written = new HashMap<>();
  private final Map<Long, List<String>> read = new HashMap<>();

  FeatureNames(ByteStore store) {
    this.store = requireNonNull(store, "store is null");
  }

  /** The hash under which these names are stored from now on. */
  long hashOf(List<String> names) {
    Long known = written.get(names);
    return known == null ? write(names) : known;
  }

  private long write(List<String> names) {
    byte[] encoded = new StateWriter(LAYOUT).texts(names).toBytes();
    long hash = ByteBuffer.wrap(Sha256.of(encoded)).getLong();
    if (store.get(key(hash)) == null) {
      store.put(key(hash), encoded);
    }
    written.put(List.copyOf(names), hash);
    return hash;
  }

  /** The names of a hash. */
  List<String> of(long hash) {
    List<String> known = read.get(hash);
    return known == null ? read(hash) : known;
  }

  private List<String> read(long hash) {
    List<String> names =
        store.read(key(hash), bytes -> new StateReader(bytes, LAYOUT, WHAT).texts());
    if (names == null) {
      throw new UnreadableStateException(
          "a served slate", "the names of its features are missing, which have the hash " + hash);
    }
    read.put(hash, names);
    return names;
  }

  private static byte[] key(long hash) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(BY_HASH).putLong(hash).array();
  }
}
