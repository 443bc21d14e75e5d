package io.laserstreams.learning.factors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events that factors are fitted to, by user, in the order of their arrival. Items are rows.
 */
final class EventsByUser {
  /** One user's events: parallel arrays, of which the first {@code size} elements count. */
  static final class UserEvents {
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

  private final Map<String, UserEvents> byUser = new HashMap<>();
  private final List<UserEvents> users = new ArrayList<>();
  private int labelled;
  private double labelledSum;

  /** Adds an event; returns all of its user's events. */
  UserEvents add(String userId, int item, float value, float residual, boolean label) {
    UserEvents events = byUser.get(userId);
    if (events == null) {
      events = new UserEvents();
      byUser.put(userId, events);
      users.add(events);
    }
    events.add(item, value, residual, label);
    labelled += label ? 1 : 0;
    labelledSum += label ? value : 0;
    return events;
  }

  /** In the order of their first event. */
  List<UserEvents> users() {
    return users;
  }

  /** Number of events that items' factors learn from. */
  int labelled() {
    return labelled;
  }

  double labelledMean() {
    return labelledSum / labelled;
  }
}
