package io.laserstreams.crm.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * Items to find among encoded entries. It compares bytes, so that an entry of another item costs no
 * object.
 */
final class SoughtItems {
  private static final int NONE = -1;

  private final byte[][] items;

  /** Index of an item in the slot of its hash, or the next free one after it. */
  private final int[] slots;

  /**
   * @param sought distinct item ids
   */
  SoughtItems(List<String> sought) {
    items = new byte[sought.size()][];
    slots = new int[4 * Integer.highestOneBit(Math.max(1, items.length))];
    Arrays.fill(slots, NONE);
    for (int i = 0; i < items.length; i++) {
      items[i] = sought.get(i).getBytes(UTF_8);
      slots[slot(items[i], 0, items[i].length)] = i;
    }
  }

  /** Index of an item by its id in UTF-8; negative if it is not sought. */
  int indexOf(byte[] bytes, int from, int length) {
    return slots[slot(bytes, from, length)];
  }

  private int slot(byte[] bytes, int from, int length) {
    int hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
    while (slots[slot] != NONE && !isAt(slots[slot], bytes, from, length)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int index, byte[] bytes, int from, int length) {
    byte[] item = items[index];
    return Arrays.equals(item, 0, item.length, bytes, from, from + length);
  }
}
