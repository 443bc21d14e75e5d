package io.laserstreams.crm.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 checksums. */
public final class Sha256 {
  private Sha256() {}

  /** The checksum, 32 bytes. */
  public static byte[] of(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The checksum in hexadecimal, lower case. */
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(of(content));
  }
}
