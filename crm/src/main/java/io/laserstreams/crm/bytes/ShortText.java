package io.laserstreams.crm.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Text in UTF-8 after its length in 2 bytes. */
public final class ShortText {
  /** Bytes of the shortest text. */
  public static final int MIN_SIZE = Short.BYTES;

  private static final int MAX_LENGTH = 0xffff;

  private ShortText() {}

  /** Whether the text is short enough to be stored: at most 65,535 bytes. */
  public static boolean fits(String text) {
    return text.getBytes(UTF_8).length <= MAX_LENGTH;
  }

  /** Bytes of the stored form. */
  public static int size(byte[] text) {
    return Short.BYTES + text.length;
  }

  public static void write(ByteBuffer out, byte[] text) {
    out.putShort((short) text.length).put(text);
  }

  /**
   * @throws UnreadableBytesException if the bytes end before the text does
   */
  public static byte[] read(ByteBuffer in) {
    byte[] text = new byte[UntrustedBytes.count(Short.toUnsignedInt(in.getShort()), 1, in)];
    in.get(text);
    return text;
  }
}
