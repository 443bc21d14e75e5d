package io.laserstreams.runtime.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record of state: a version byte, then values back to back, whole numbers as zigzag
 * varints. Needs no schema and no registry; {@link StateReader} reads the values in the same order.
 */
public final class StateWriter {
  private byte[] bytes = new byte[256];
  private int size;

  /**
   * @param version of the record's layout; a reader accepts it and all earlier ones
   */
  public StateWriter(int version) {
    bytes[size++] = (byte) version;
  }

  private StateWriter() {}

  /** A part of a record, without a version: {@link #rest} adds it to the record. */
  public static StateWriter ofPart() {
    return new StateWriter();
  }

  public StateWriter number(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  public StateWriter flag(boolean value) {
    ensure(1);
    bytes[size++] = (byte) (value ? 1 : 0);
    return this;
  }

  public StateWriter real(float value) {
    return fixed(Float.floatToRawIntBits(value), Float.BYTES);
  }

  public StateWriter real(double value) {
    return fixed(Double.doubleToRawLongBits(value), Double.BYTES);
  }

  public StateWriter text(String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    varint(utf8.length);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
    return this;
  }

  public StateWriter optionalText(@Nullable String value) {
    flag(value != null);
    return value == null ? this : text(value);
  }

  public StateWriter optionalNumber(@Nullable Long value) {
    flag(value != null);
    return value == null ? this : number(value);
  }

  public StateWriter texts(List<String> values) {
    number(values.size());
    values.forEach(this::text);
    return this;
  }

  /** Sorted by name, so that the same fields give the same bytes. */
  public StateWriter fields(Map<String, String> fields) {
    number(fields.size());
    new TreeMap<>(fields).forEach((name, value) -> text(name).text(value));
    return this;
  }

  public StateWriter vector(float[] vector) {
    number(vector.length);
    ensure(vector.length * Float.BYTES);
    for (float value : vector) {
      real(value);
    }
    return this;
  }

  /** Vectors by encoder id, in two bytes a number if halves can hold all of a vector. */
  public StateWriter vectors(Map<String, float[]> vectors) {
    number(vectors.size());
    vectors.forEach(
        (encoder, vector) -> {
          text(encoder);
          if (HalfFloat.hold(vector)) {
            halves(vector);
          } else {
            vector(vector);
          }
        });
    return this;
  }

  /** The end of the record, which {@link #ofPart} wrote. */
  public StateWriter rest(byte[] rest) {
    ensure(rest.length);
    System.arraycopy(rest, 0, bytes, size, rest.length);
    size += rest.length;
    return this;
  }

  /** The length is stored as a negative number, which tells halves from floats. */
  private void halves(float[] vector) {
    number(~vector.length);
    for (float value : vector) {
      fixed(HalfFloat.of(value), Short.BYTES);
    }
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private StateWriter varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  private StateWriter fixed(long bits, int width) {
    ensure(width);
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (bits >>> shift);
    }
    return this;
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
