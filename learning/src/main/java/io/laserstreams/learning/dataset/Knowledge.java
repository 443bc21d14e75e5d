package io.laserstreams.learning.dataset;

import io.laserstreams.crm.bytes.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The knowledge vectors that models may read besides ids and fields.
 *
 * @param items vectors by item id, of texts that are always known; empty for none
 * @param timedItems vectors by item id and by the time from which they are known; empty for none
 * @param users vectors by user id and by the time of the newest event that they are based on, see
 *     {@link UserTextReader}; empty if {@link UserKnowledgeVectors} derives them from {@code items}
 * @param ofUsers whether users have knowledge vectors
 */
public record Knowledge(
    Map<String, float[]> items,
    Map<String, NavigableMap<Long, float[]>> timedItems,
    Map<String, NavigableMap<Long, float[]>> users,
    boolean ofUsers) {
  public static final Knowledge NONE = new Knowledge(Map.of(), false);

  public Knowledge {
    if (ofUsers && items.isEmpty() && timedItems.isEmpty() && users.isEmpty()) {
      throw new IllegalArgumentException(
          "users' knowledge is derived from the items', of which there is none");
    }
  }

  /** Without texts that are known from a time on. */
  public Knowledge(
      Map<String, float[]> items, Map<String, NavigableMap<Long, float[]>> users, boolean ofUsers) {
    this(items, Map.of(), users, ofUsers);
  }

  /** With users' knowledge, if any, derived from the items'. */
  public Knowledge(Map<String, float[]> items, boolean ofUsers) {
    this(items, Map.of(), ofUsers);
  }

  /** Knowledge about items alone. */
  public static Knowledge ofItems(Map<String, float[]> items) {
    return new Knowledge(items, false);
  }

  /** The item's vector of what is known before this time; null if nothing is. */
  float @Nullable [] ofItem(String itemId, long time) {
    NavigableMap<Long, float[]> timed = timedItems.get(itemId);
    if (timed == null) {
      return items.get(itemId);
    }
    Map.Entry<Long, float[]> newest = timed.lowerEntry(time);
    return newest == null ? null : newest.getValue();
  }

  /** Size of a vector, 0 without vectors. */
  public int dimensions() {
    return Stream.concat(
            items.values().stream(),
            Stream.of(timedItems, users)
                .flatMap(timed -> timed.values().stream())
                .flatMap(own -> own.values().stream()))
        .findFirst()
        .map(vector -> vector.length)
        .orElse(0);
  }

  /** SHA-256 of the items' vectors; empty without any. */
  public String fingerprint() {
    if (items.isEmpty() && timedItems.isEmpty()) {
      return "";
    }
    MessageDigest digest = Sha256.digest();
    new TreeMap<>(items).forEach((id, vector) -> add(digest, id, vector));
    add(digest, timedItems);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of the users' vectors; empty without any, or if they are derived from the items'. */
  public String fingerprintOfUsers() {
    if (users.isEmpty()) {
      return "";
    }
    MessageDigest digest = Sha256.digest();
    add(digest, users);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, Map<String, NavigableMap<Long, float[]>> timed) {
    new TreeMap<>(timed)
        .forEach(
            (id, vectors) ->
                vectors.forEach((time, vector) -> add(digest, id + " " + time, vector)));
  }

  private static void add(MessageDigest digest, String id, float[] vector) {
    digest.update(id.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length);
    bytes.asFloatBuffer().put(vector);
    digest.update(bytes);
  }
}
