package io.laserstreams.crm.streaming.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.laserstreams.crm.bytes.UntrustedBytes;
import io.laserstreams.crm.bytes.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A queue of ids as bytes in sequence, so that reading and writing many of them creates no strings.
 */
final class PackedIds {
  private static final int ROOM = 64;

  private byte[] text = new byte[0];
  private int[] ends = new int[0];
  private int first;
  private int size;

  /** Where the text of the first id starts. */
  private int start;

  /** Reads {@code count} ids, no more than the bytes can hold. */
  static PackedIds read(ByteBuffer in, int count) {
    var ids = new PackedIds();
    ids.ends = new int[count + 1];
    for (int i = 0, end = 0; i < count; i++) {
      end += UntrustedBytes.count(Varint.read(in), 1, in);
      ids.ends[i] = UntrustedBytes.count(end, 1, in);
    }
    ids.size = count;
    ids.text = new byte[ids.end() + ROOM];
    in.get(ids.text, 0, ids.end());
    return ids;
  }

  int bytes() {
    int bytes = end() - from(0);
    for (int i = 0; i < size; i++) {
      bytes += Varint.size(length(i));
    }
    return bytes;
  }

  void write(ByteBuffer out) {
    for (int i = 0; i < size; i++) {
      Varint.write(out, length(i));
    }
    out.put(text, from(0), end() - from(0));
  }

  void add(String id) {
    byte[] bytes = id.getBytes(UTF_8);
    if (first + size == ends.length || end() + bytes.length > text.length) {
      makeRoom(bytes.length);
    }
    int end = end();
    System.arraycopy(bytes, 0, text, end, bytes.length);
    ends[first + size++] = end + bytes.length;
  }

  private void makeRoom(int length) {
    int removed = from(0);
    int used = end() - removed;
    text = Arrays.copyOfRange(text, removed, removed + used + Math.max(ROOM, used / 2) + length);
    ends = Arrays.copyOfRange(ends, first, first + size + Math.max(ROOM, size / 2));
    for (int i = 0; i < size; i++) {
      ends[i] -= removed;
    }
    first = 0;
    start = 0;
  }

  void removeFirst() {
    start = ends[first++];
    size--;
  }

  String get(int i) {
    return new String(text, from(i), length(i), UTF_8);
  }

  private int from(int i) {
    return i == 0 ? start : ends[first + i - 1];
  }

  private int end() {
    return size == 0 ? start : ends[first + size - 1];
  }

  private int length(int i) {
    return ends[first + i] - from(i);
  }
}
