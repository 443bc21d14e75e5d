package io.laserstreams.knowledge.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link StateWriter} wrote. */
public final class StateReader {
  private final ByteBuffer in;

  /** @throws IllegalStateException where the bytes are of another version than {@code version} */
  public StateReader(String what, byte version, byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
    byte found = in.get();
    if (found != version) {
      throw new IllegalStateException("Stored " + what + " has version " + found + ", this release reads version " + version
          + "; run the release that wrote it, or reset the application's state");
    }
  }

  public long getLong() {
    return in.getLong();
  }

  public int getInt() {
    return in.getInt();
  }

  public boolean getBoolean() {
    return in.get() != 0;
  }

  public String getString() {
    byte[] text = new byte[in.getInt()];
    in.get(text);
    return new String(text, UTF_8);
  }

  public List<String> getStrings() {
    int size = in.getInt();
    List<String> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(getString());
    }
    return values;
  }

  public Map<String, String> getMap() {
    int size = in.getInt();
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < size; i++) {
      values.put(getString(), getString());
    }
    return values;
  }
}
