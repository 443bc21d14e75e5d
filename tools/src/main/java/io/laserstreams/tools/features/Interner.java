package io.laserstreams.tools.features;

import java.util.HashMap;
import java.util.Map;

/** One object for all that are equal. Not thread-safe. */
final class Interner {
  private final Map<Object, Object> objects = new HashMap<>();

  @SuppressWarnings("unchecked")
  <T> T of(T object) {
    return (T) objects.computeIfAbsent(object, same -> same);
  }
}
