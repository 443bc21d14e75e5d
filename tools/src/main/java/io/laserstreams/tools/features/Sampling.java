package io.laserstreams.tools.features;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32C;

/**
 * Selects a share of the impressions by a hash of their ids, always the same ones.
 *
 * @param share from 0, none, to 1, all
 * @param seed another seed selects others
 */
public record Sampling(double share, long seed) {
  /** Every impression. */
  public static final Sampling ALL = new Sampling(1, 0);

  private static final double HASHES = 1L << 32;

  public Sampling {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ", must be from 0 to 1");
    }
  }

  boolean takes(String impressionId) {
    CRC32C hash = new CRC32C();
    hash.update((seed + "/" + impressionId).getBytes(UTF_8));
    return hash.getValue() < share * HASHES;
  }
}
