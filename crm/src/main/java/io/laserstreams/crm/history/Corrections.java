package io.laserstreams.crm.history;

import java.util.HashMap;
import java.util.Map;

/**
 * How later changes and retractions affect earlier events, collected while a cursor moves from new
 * to old.
 *
 * <p>A change gives a new value to the newest earlier event of its item; a retraction removes that
 * event. Seen from an event, all later corrections reduce to two facts: how many of the item's
 * newest events are retracted, and which value the newest remaining one has. Every older correction
 * met updates both, so the result does not depend on the order of arrival, and nothing needs to be
 * rewritten.
 */
final class Corrections {
  private final Map<String, Pending> byItem = new HashMap<>();

  private static final class Pending {
    private int retractions;
    private boolean changed;
    private float value;
  }

  boolean isEmpty() {
    return byItem.isEmpty();
  }

  void change(String itemId, float value) {
    Pending pending = byItem.computeIfAbsent(itemId, id -> new Pending());
    if (pending.retractions == 0 && !pending.changed) {
      pending.changed = true;
      pending.value = value;
    }
  }

  void retract(String itemId) {
    byItem.computeIfAbsent(itemId, id -> new Pending()).retractions++;
  }

  /**
   * Uses up a pending retraction of the item. Call it once for each event that the cursor reaches.
   *
   * @return whether there was one, so that the event is retracted
   */
  boolean consumeRetraction(String itemId) {
    Pending pending = byItem.get(itemId);
    if (pending == null || pending.retractions == 0) {
      return false;
    }
    pending.retractions--;
    return true;
  }

  /**
   * Uses up a pending change of the item. Call it once for each event that is not retracted.
   *
   * @return the value that the event has, {@code original} if no change was pending
   */
  float consumeChange(String itemId, float original) {
    Pending pending = byItem.get(itemId);
    if (pending == null || !pending.changed) {
      return original;
    }
    pending.changed = false;
    return pending.value;
  }
}
