package io.laserstreams.runtime.table;

import org.jspecify.annotations.Nullable;

/**
 * One record of a followed topic.
 *
 * @param time record time, milliseconds since 1970
 * @param value null for a tombstone
 */
public record TableRecord<T>(
    String topic, int partition, long offset, long time, String key, @Nullable T value) {
  public boolean deleted() {
    return value == null;
  }
}
