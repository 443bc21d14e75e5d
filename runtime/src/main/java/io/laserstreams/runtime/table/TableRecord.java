package io.laserstreams.runtime.table;

/**
 * One record of a followed topic.
 *
 * @param time record time, milliseconds since 1970
 * @param value null where the key was deleted
 */
public record TableRecord<T>(
    String topic, int partition, long offset, long time, String key, T value) {
  public boolean deleted() {
    return value == null;
  }
}
