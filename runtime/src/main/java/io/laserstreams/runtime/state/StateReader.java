package io.laserstreams.runtime.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StateWriter} wrote, in the same order, and refuses counts that the remaining
 * bytes cannot hold.
 */
public final class StateReader {
  private final String what;
  private final ByteBuffer bytes;
  private final int version;

  /**
   * @param newestVersion the newest layout that the caller knows
   * @param what names the state in messages
   * @throws UnreadableStateException if a newer build wrote the state; by all methods if it is
   *     damaged
   */
  public StateReader(byte[] state, int newestVersion, String what) {
    this.what = requireNonNull(what, "what is null");
    this.bytes = ByteBuffer.wrap(state);
    this.version = next(1).get();
    if (version < 1 || version > newestVersion) {
      throw unreadable(
          "it has layout version " + version + ", this build reads 1 to " + newestVersion);
    }
  }

  private StateReader(String what, byte[] part, int from, int version) {
    this.what = requireNonNull(what, "what is null");
    this.bytes = ByteBuffer.wrap(part).position(from);
    this.version = version;
  }

  /**
   * Reads the {@link #rest} of a record.
   *
   * @param from where to begin
   * @param version of the record's layout
   * @param what names the state in messages
   */
  public static StateReader ofPart(byte[] part, int from, int version, String what) {
    return new StateReader(what, part, from, version);
  }

  /** Version of the record's layout. */
  public int version() {
    return version;
  }

  public boolean hasMore() {
    return bytes.hasRemaining();
  }

  public long number() {
    long zigzag = varint();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** A number that fits an int. */
  public int count() {
    long number = number();
    if (number != (int) number) {
      throw unreadable("it counts " + number);
    }
    return (int) number;
  }

  /** The number of elements that follow, of at least so many bytes each. */
  public int size(int bytesEach) {
    return bounded(number(), bytesEach);
  }

  public boolean flag() {
    return next(1).get() != 0;
  }

  public float real() {
    return next(Float.BYTES).getFloat();
  }

  public double longReal() {
    return next(Double.BYTES).getDouble();
  }

  public String text() {
    int length = bounded(varint(), 1);
    String text = new String(bytes.array(), bytes.position(), length, UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }

  /** Moves past a text. */
  public void skipText() {
    int length = bounded(varint(), 1);
    bytes.position(bytes.position() + length);
  }

  /** Moves past a text; returns whether it is this one in UTF-8. */
  public boolean textIs(byte[] utf8) {
    int length = bounded(varint(), 1);
    int from = bytes.position();
    bytes.position(from + length);
    return Arrays.equals(bytes.array(), from, from + length, utf8, 0, utf8.length);
  }

  /** How many bytes are left. */
  public int remaining() {
    return bytes.remaining();
  }

  public @Nullable String optionalText() {
    return flag() ? text() : null;
  }

  public @Nullable Long optionalNumber() {
    return flag() ? number() : null;
  }

  public List<String> texts() {
    int count = size(1);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  public Map<String, String> fields() {
    int count = size(2);
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      fields.put(text(), text());
    }
    return fields;
  }

  public float[] vector() {
    return floats(number());
  }

  private float[] floats(long length) {
    float[] vector = new float[bounded(length, Float.BYTES)];
    bytes.asFloatBuffer().get(vector);
    bytes.position(bytes.position() + vector.length * Float.BYTES);
    return vector;
  }

  public Map<String, float[]> vectors() {
    int count = size(2);
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String encoder = text();
      long length = number();
      vectors.put(encoder, length < 0 ? halves(~length) : floats(length));
    }
    return vectors;
  }

  private float[] halves(long length) {
    float[] vector = new float[bounded(length, Short.BYTES)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = HalfFloat.toFloat(bytes.getShort());
    }
    return vector;
  }

  /** All bytes that are left, for {@link #ofPart}. */
  public byte[] rest() {
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return rest;
  }

  /**
   * Refuses values that contradict each other.
   *
   * @throws UnreadableStateException if {@code sound} is false
   */
  public void require(boolean sound, String why) {
    if (!sound) {
      throw unreadable(why);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte part = next(1).get();
      value |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw unreadable("it has a number of more than 64 bits");
  }

  private int bounded(long count, int bytesEach) {
    if (count < 0 || count > bytes.remaining() / bytesEach) {
      throw unreadable(
          "it counts "
              + count
              + " where "
              + bytes.remaining()
              + " bytes are left, at least "
              + bytesEach
              + " for each");
    }
    return (int) count;
  }

  private ByteBuffer next(int size) {
    if (bytes.remaining() < size) {
      throw unreadable("its bytes end too early");
    }
    return bytes;
  }

  private UnreadableStateException unreadable(String why) {
    return new UnreadableStateException(what, why);
  }
}
