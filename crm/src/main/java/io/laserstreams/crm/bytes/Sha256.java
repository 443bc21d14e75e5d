package io.laserstreams.crm.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 checksums. */
public final class Sha256 {
  private Sha256() {}

  /** A new digest, for content that comes in parts. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The checksum, 32 bytes. */
  public static byte[] of(byte[] content) {
    return digest().digest(content);
  }

  /** The checksum of parts, one after the other, in hexadecimal, lower case. */
  public static String hex(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
