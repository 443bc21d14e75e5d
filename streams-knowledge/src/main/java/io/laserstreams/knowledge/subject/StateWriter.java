package io.laserstreams.knowledge.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a state record: a version byte and then fields in a fixed order. State is read without the schema registry. */
public final class StateWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
  private final DataOutputStream out = new DataOutputStream(bytes);

  private interface Write {
    void run() throws IOException;
  }

  public StateWriter(byte version) {
    write(() -> out.writeByte(version));
  }

  public StateWriter put(long value) {
    write(() -> out.writeLong(value));
    return this;
  }

  public StateWriter put(int value) {
    write(() -> out.writeInt(value));
    return this;
  }

  public StateWriter put(boolean value) {
    write(() -> out.writeBoolean(value));
    return this;
  }

  public StateWriter put(String value) {
    byte[] text = value.getBytes(UTF_8);
    put(text.length);
    write(() -> out.write(text));
    return this;
  }

  public StateWriter put(List<String> values) {
    put(values.size());
    values.forEach(this::put);
    return this;
  }

  public StateWriter put(Map<String, String> values) {
    put(values.size());
    new TreeMap<>(values).forEach((name, value) -> put(name).put(value));
    return this;
  }

  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  private static void write(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
