package io.laserstreams.scoring.items;

import io.laserstreams.runtime.deadletter.BadRecordException;

/** Checks the keys of records about items. */
public final class ItemKey {
  private ItemKey() {}

  /**
   * @throws BadRecordException if the record's key is not the id of its item
   */
  public static void require(String key, String itemId) {
    if (!itemId.equals(key)) {
      throw new BadRecordException(
          "wrong-key",
          "The record's key is '" + key + "' but its value is about item '" + itemId + "'");
    }
  }
}
