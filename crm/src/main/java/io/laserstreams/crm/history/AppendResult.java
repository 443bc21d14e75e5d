package io.laserstreams.crm.history;

/** What became of an interaction that was added to a history. */
public enum AppendResult {
  /** It is now the newest. */
  APPENDED,
  /** It was inserted by its event time, before newer ones. */
  INSERTED_LATE,
  /** It was known, with the same interaction id and event time; nothing has changed. */
  DUPLICATE,
  /** The rating has a new value from the event time of the change on. */
  CHANGED,
  /** The click or rating is retracted from the event time of the retraction on. */
  RETRACTED,
  /**
   * No earlier click or rating of the item is known. The correction is kept: it takes effect if
   * what it corrects arrives later.
   */
  NOTHING_TO_CHANGE,
  /**
   * It is not newer than events that were dropped from the full history; it is neither kept nor
   * counted.
   */
  TOO_OLD;

  /** Whether the history, and with it the position of the user's knowledge, has moved. */
  public boolean counted() {
    return this != DUPLICATE && this != TOO_OLD;
  }
}
