package io.laserstreams.crm.bytes;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Reading bytes that may be damaged: nothing is believed, and nothing allocated, that the bytes
 * which are there cannot hold.
 */
public final class StoredBytes {
  private StoredBytes() {}

  /**
   * Reads a value that fills the bytes.
   *
   * @param what names it in errors, for example {@code a user's features}
   * @param codec its version, which the bytes begin with
   * @throws UnreadableBytesException where they have another version, end before the value or go on
   *     after it, or the reader says so
   */
  public static <T> T read(String what, byte codec, ByteBuffer in, Function<ByteBuffer, T> reader) {
    T value = readNext(what, codec, in, reader);
    if (in.hasRemaining()) {
      throw new UnreadableBytesException(
          "%s: %d bytes are left over".formatted(what, in.remaining()));
    }
    return value;
  }

  /** Likewise of a value after which others may follow. */
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
   * Returns a count of what follows, each at least so many bytes long, if the bytes can hold it.
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
