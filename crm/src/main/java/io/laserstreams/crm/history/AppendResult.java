package io.laserstreams.crm.history;

/** What became of an interaction that was put into a history. */
public enum AppendResult {
  /** It is now the newest. */
  APPENDED,
  /** It was put where its event time belongs, before newer ones. */
  INSERTED_LATE,
  /** It was there already, with the same interaction id and event time; nothing has changed. */
  DUPLICATE,
  /** The rating has a new value from the change's event time on. */
  CHANGED,
  /** The click or rating is taken back from the retraction's event time on. */
  RETRACTED,
  /**
   * No earlier click or rating of the item is known. The correction is kept all the same: it takes
   * effect if what it corrects arrives later than itself.
   */
  NOTHING_TO_CHANGE,
  /**
   * It is not newer than what was dropped because the history is full; it is not kept and not
   * counted.
   */
  TOO_OLD;

  /** Whether the history, and with it the user's knowledge position, has moved. */
  public boolean counted() {
    return this != DUPLICATE && this != TOO_OLD;
  }
}
