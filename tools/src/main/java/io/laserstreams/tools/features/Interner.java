package io.laserstreams.tools.features;

import java.util.HashMap;
import java.util.Map;

/** Keeps one object for all equal ones. Not thread-safe. */
final class Interner {
  private final Map<Object, Object> objects = new HashMap<>();

  @SuppressWarnings("unchecked") // Equal objects are of one type here.
  <T> T of(T object) {
    return (T) objects.computeIfAbsent(object, same -> same);
  }
}
