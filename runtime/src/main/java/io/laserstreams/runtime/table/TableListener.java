package io.laserstreams.runtime.table;

/**
 * Takes the records of a {@link TableReader} in the order of each partition, on the reader's one
 * thread. A {@code BadRecordException} sends the record to the dead letters and the reader goes on;
 * any other exception fails the reader.
 */
public interface TableListener<T> {
  void take(TableRecord<T> record);

  /**
   * The topic was deleted and made again; the records of the new one follow. What came from the old
   * one is forgotten, unless another source says it, too.
   */
  void madeAgain(String topic);
}
