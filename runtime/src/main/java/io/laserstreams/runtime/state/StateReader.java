package io.laserstreams.runtime.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link StateWriter} wrote, in the same order. */
public final class StateReader {
  private final ByteBuffer bytes;
  private final int version;

  /**
   * @param newestVersion the newest layout that the caller knows
   * @throws IllegalStateException where the state was written by a newer build
   */
  public StateReader(byte[] state, int newestVersion, String what) {
    this.bytes = ByteBuffer.wrap(state);
    this.version = bytes.get();
    if (version < 1 || version > newestVersion) {
      throw new IllegalStateException("The state of " + what + " has layout version " + version + ", this build reads 1 to "
          + newestVersion + ". Run the build that wrote it, or reset the application's state.");
    }
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

  /** A number that counts something. */
  public int count() {
    return Math.toIntExact(number());
  }

  public boolean flag() {
    return bytes.get() != 0;
  }

  public float real() {
    return bytes.getFloat();
  }

  public double longReal() {
    return bytes.getDouble();
  }

  public String text() {
    int length = Math.toIntExact(varint());
    String text = new String(bytes.array(), bytes.position(), length, UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }

  public String optionalText() {
    return flag() ? text() : null;
  }

  public Long optionalNumber() {
    return flag() ? number() : null;
  }

  public List<String> texts() {
    int count = count();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  public Map<String, String> fields() {
    int count = count();
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      fields.put(text(), text());
    }
    return fields;
  }

  public float[] vector() {
    float[] vector = new float[count()];
    bytes.asFloatBuffer().get(vector);
    bytes.position(bytes.position() + vector.length * Float.BYTES);
    return vector;
  }

  public Map<String, float[]> vectors() {
    int count = count();
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      vectors.put(text(), vector());
    }
    return vectors;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte part = bytes.get();
      value |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }
}
