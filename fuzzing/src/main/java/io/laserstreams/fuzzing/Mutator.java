package io.laserstreams.fuzzing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages bytes as broken writers, disks and foreign producers do. The same seed gives the same
 * damage. Not thread-safe.
 */
public final class Mutator {
  private static final int MAX_DAMAGES = 4;
  private static final int MAX_INSERTED = 16;

  /** Counts, lengths and times that no correct writer writes. */
  private static final long[] WILD = {
    -5,
    -1,
    0,
    1,
    2_000_000_000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE - 8,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Short.MAX_VALUE,
    Short.MIN_VALUE,
    0xffff,
    127,
    128,
    Float.floatToRawIntBits(Float.NaN),
    Double.doubleToRawLongBits(Double.NaN)
  };

  private final Random random;
  private final List<byte[]> seeds;

  /**
   * @param seeds intact records, at least one
   */
  public Mutator(long seed, List<byte[]> seeds) {
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("There is no intact record to damage");
    }
    this.random = new Random(seed);
    this.seeds = List.copyOf(seeds);
  }

  /** One of the intact records with one to {@value #MAX_DAMAGES} damages. */
  public byte[] next() {
    byte[] bytes = intact().clone();
    for (int left = 1 + random.nextInt(MAX_DAMAGES); left > 0; left--) {
      bytes = damaged(bytes);
    }
    return bytes;
  }

  private byte[] intact() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] damaged(byte[] bytes) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        return flipped(bytes, at);
      }
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        return spliced(bytes, at, at + random.nextInt(bytes.length - at + 1), new byte[0]);
      }
      case 4 -> {
        byte[] noise = new byte[1 + random.nextInt(MAX_INSERTED)];
        random.nextBytes(noise);
        return spliced(bytes, at, at, noise);
      }
      case 5 -> {
        byte[] other = intact();
        int from = random.nextInt(other.length + 1);
        return spliced(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
      }
      case 6 -> {
        byte[] again =
            Arrays.copyOfRange(
                bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(MAX_INSERTED)));
        return spliced(bytes, at, at, again);
      }
      case 7 -> {
        return spliced(bytes, at, Math.min(bytes.length, at + 1), varint(wild()));
      }
      case 8 -> {
        return overwritten(
            bytes, at, ByteBuffer.allocate(Integer.BYTES).putInt((int) wild()).array());
      }
      default -> {
        return overwritten(bytes, at, ByteBuffer.allocate(Long.BYTES).putLong(wild()).array());
      }
    }
  }

  private long wild() {
    return WILD[random.nextInt(WILD.length)];
  }

  private byte[] flipped(byte[] bytes, int at) {
    if (bytes.length > 0) {
      bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return bytes;
  }

  private static byte[] overwritten(byte[] bytes, int at, byte[] with) {
    System.arraycopy(with, 0, bytes, at, Math.min(with.length, bytes.length - at));
    return bytes;
  }

  /** With the bytes in {@code [from, to)} replaced. */
  private static byte[] spliced(byte[] bytes, int from, int to, byte[] by) {
    byte[] spliced = new byte[from + by.length + bytes.length - to];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(by, 0, spliced, from, by.length);
    System.arraycopy(bytes, to, spliced, from + by.length, bytes.length - to);
    return spliced;
  }

  /** As Avro and our own codecs write whole numbers: plain or zigzag. */
  private byte[] varint(long number) {
    ByteBuffer out = ByteBuffer.allocate(10);
    long rest = random.nextBoolean() ? number : (number << 1) ^ (number >> 63);
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
      out.put((byte) (rest | 0x80));
    }
    out.put((byte) rest);
    return Arrays.copyOf(out.array(), out.position());
  }
}
