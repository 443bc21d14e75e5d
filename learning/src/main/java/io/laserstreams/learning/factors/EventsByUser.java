package io.laserstreams.learning.factors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events by user, in the order in which they came: what a basis is fitted to. Items are rows, users
 * ordinals.
 */
final class EventsByUser {
  /** One user's events, parallel arrays of which the first {@code size} count. */
  static final class Events {
    int size;
    int[] items = new int[8];
    float[] values = new float[8];
    float[] residuals = new float[8];
    boolean[] labelled = new boolean[8];

    private void add(int item, float value, float residual, boolean label) {
      if (size == items.length) {
        items = Arrays.copyOf(items, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
        residuals = Arrays.copyOf(residuals, 2 * size);
        labelled = Arrays.copyOf(labelled, 2 * size);
      }
      items[size] = item;
      values[size] = value;
      residuals[size] = residual;
      labelled[size++] = label;
    }
  }

  private final Map<String, Events> byUser = new HashMap<>();
  private final List<Events> users = new ArrayList<>();
  private int labelled;
  private double labelledSum;

  Events add(String userId, int item, float value, float residual, boolean label) {
    Events events = byUser.get(userId);
    if (events == null) {
      events = new Events();
      byUser.put(userId, events);
      users.add(events);
    }
    events.add(item, value, residual, label);
    labelled += label ? 1 : 0;
    labelledSum += label ? value : 0;
    return events;
  }

  /** In the order of their first event. */
  List<Events> users() {
    return users;
  }

  /** Events that statistics may learn from. */
  int labelled() {
    return labelled;
  }

  double labelledMean() {
    return labelledSum / labelled;
  }
}
