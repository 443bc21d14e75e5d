package io.laserstreams.crm.history;

import java.util.HashMap;
import java.util.Map;

/**
 * What later changes and retractions do to earlier events, found while walking from new to old.
 *
 * <p>A change gives a new value to the newest earlier event of its item, a retraction takes that
 * event away. Seen from an event, all corrections after it come down to two facts: how many newest
 * events of the item are taken away, and which value the newest one that is left has. Both are kept
 * up to date with every older correction met, so the result does not depend on the order of
 * arrival, and nothing that was written needs to be rewritten.
 */
final class Corrections {
  private final Map<String, Pending> byItem = new HashMap<>();

  private static final class Pending {
    private int takenAway;
    private boolean changed;
    private float value;
  }

  boolean isEmpty() {
    return byItem.isEmpty();
  }

  void change(String itemId, float value) {
    Pending pending = byItem.computeIfAbsent(itemId, id -> new Pending());
    if (pending.takenAway == 0 && !pending.changed) {
      pending.changed = true;
      pending.value = value;
    }
  }

  void retract(String itemId) {
    byItem.computeIfAbsent(itemId, id -> new Pending()).takenAway++;
  }

  /** Whether the event that the walk has come to is taken away. To be asked once for each event. */
  boolean takeAway(String itemId) {
    Pending pending = byItem.get(itemId);
    if (pending == null || pending.takenAway == 0) {
      return false;
    }
    pending.takenAway--;
    return true;
  }

  /**
   * The value of the event that the walk has come to. To be asked once for each event that is not
   * taken away.
   */
  float value(String itemId, float original) {
    Pending pending = byItem.get(itemId);
    if (pending == null || !pending.changed) {
      return original;
    }
    pending.changed = false;
    return pending.value;
  }
}
