package io.laserstreams.crm.bytes;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Reads bytes that may be damaged: trusts nothing, and allocates no more than the remaining bytes
 * can hold.
 */
public final class UntrustedBytes {
  private UntrustedBytes() {}

  /**
   * Reads a value that fills the bytes.
   *
   * @param what names the value in errors, for example {@code a user's features}
   * @param codec version of the value's codec, the first byte
   * @throws UnreadableBytesException if the version differs, the bytes end before the value or
   *     continue after it, or the reader throws it
   */
  public static <T> T read(String what, byte codec, ByteBuffer in, Function<ByteBuffer, T> reader) {
    T value = readNext(what, codec, in, reader);
    if (in.hasRemaining()) {
      throw new UnreadableBytesException(
          "%s: %d bytes are left over".formatted(what, in.remaining()));
    }
    return value;
  }

  /** Like {@link #read}, but other values may follow. */
  public static <T> T readNext(
      String what, byte codec, ByteBuffer in, Function<ByteBuffer, T> reader) {
    try {
      byte found = in.get();
      if (found != codec) {
        throw new UnreadableBytesException(
            "%s: codec version %d, this release reads version %d".formatted(what, found, codec));
      }
      return reader.apply(in);
    } catch (BufferUnderflowException e) {
      throw new UnreadableBytesException(what + ": the bytes end too early", e);
    }
  }

  /**
   * Returns {@code count} if the remaining bytes can hold that many elements.
   *
   * @param bytesEach the fewest bytes of an element
   * @throws UnreadableBytesException if they cannot
   */
  public static int count(int count, int bytesEach, ByteBuffer in) {
    if (count < 0 || count > in.remaining() / bytesEach) {
      throw new UnreadableBytesException(
          "a count of %d where %d bytes are left, at least %d for each"
              .formatted(count, in.remaining(), bytesEach));
    }
    return count;
  }
}
