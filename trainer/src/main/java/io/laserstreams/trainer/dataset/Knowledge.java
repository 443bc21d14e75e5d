package io.laserstreams.trainer.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the models may read besides ids and fields.
 *
 * @param items knowledge vectors by item id, empty for none
 * @param ofUsers whether users have knowledge vectors, which {@link Tastes} makes of {@code items}
 */
public record Knowledge(Map<String, float[]> items, boolean ofUsers) {
  public static final Knowledge NONE = new Knowledge(Map.of(), false);

  public Knowledge {
    if (ofUsers && items.isEmpty()) {
      throw new IllegalArgumentException("users' knowledge is made of the items', of which there is none");
    }
  }

  /** SHA-256 of the vectors and of whose they are; empty without knowledge. */
  public String fingerprint() {
    if (items.isEmpty()) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(items).forEach((id, vector) -> {
        digest.update(id.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length);
        bytes.asFloatBuffer().put(vector);
        digest.update(bytes);
      });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Knowledge about items alone. */
  public static Knowledge ofItems(Map<String, float[]> items) {
    return new Knowledge(items, false);
  }
}
