package io.laserstreams.runtime.table;

/**
 * Receives the records of a {@link TableReader} in the order of each partition, on the reader's one
 * thread. A {@code BadRecordException} sends the record to the dead letters and the reader
 * continues; any other exception fails the reader.
 */
public interface TableListener<T> {
  void take(TableRecord<T> record);

  /**
   * The topic was deleted and recreated; the records of the new one follow. What came from the old
   * one is dropped, unless another source provides it, too.
   */
  void topicRecreated(String topic);

  /**
   * Everything that the topics are known to have has been taken. Called before the reader is ready,
   * and from then on each time after further records. New records wait until it returns.
   */
  default void readToEnd() {}
}
