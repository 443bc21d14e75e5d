package io.laserstreams.learning.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the models may read besides ids and fields.
 *
 * @param items knowledge vectors by item id, empty for none
 * @param users knowledge vectors by user id and by the time of the newest event that they are based
 *     on, see {@link UserTextReader}; empty where {@link UserKnowledgeVectors} makes them of {@code
 *     items}
 * @param ofUsers whether users have knowledge vectors
 */
public record Knowledge(
    Map<String, float[]> items, Map<String, NavigableMap<Long, float[]>> users, boolean ofUsers) {
  public static final Knowledge NONE = new Knowledge(Map.of(), false);

  public Knowledge {
    if (ofUsers && items.isEmpty() && users.isEmpty()) {
      throw new IllegalArgumentException(
          "users' knowledge is made of the items', of which there is none");
    }
  }

  /** With users' knowledge, if any, made of the items'. */
  public Knowledge(Map<String, float[]> items, boolean ofUsers) {
    this(items, Map.of(), ofUsers);
  }

  /** Numbers in a vector, 0 where there are none. */
  public int dimensions() {
    return Stream.concat(
            items.values().stream(), users.values().stream().flatMap(own -> own.values().stream()))
        .findFirst()
        .map(vector -> vector.length)
        .orElse(0);
  }

  /** SHA-256 of the items' vectors; empty where there are none. */
  public String fingerprint() {
    return items.isEmpty()
        ? ""
        : hex(digest -> new TreeMap<>(items).forEach((id, vector) -> add(digest, id, vector)));
  }

  /** SHA-256 of the users' vectors; empty where there are none, or they are made of the items'. */
  public String fingerprintOfUsers() {
    return users.isEmpty()
        ? ""
        : hex(
            digest ->
                new TreeMap<>(users)
                    .forEach(
                        (id, vectors) ->
                            vectors.forEach(
                                (time, vector) -> add(digest, id + " " + time, vector))));
  }

  private interface Parts {
    void addTo(MessageDigest digest);
  }

  private static String hex(Parts parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.addTo(digest);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, String id, float[] vector) {
    digest.update(id.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length);
    bytes.asFloatBuffer().put(vector);
    digest.update(bytes);
  }

  /** Knowledge about items alone. */
  public static Knowledge ofItems(Map<String, float[]> items) {
    return new Knowledge(items, false);
  }
}
