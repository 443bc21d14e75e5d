package io.laserstreams.knowledge.subject;

/** Why knowledge about a subject is requested. */
public enum RefreshReason {
  /** There is none yet, and enough is known to write about. */
  COLD_START,
  /** The user's history has grown. */
  GROWTH,
  /** The knowledge is old, and something has happened since. */
  AGE,
  /** The user's newest events are about something else. */
  DRIFT,
  /** The item's content has changed. */
  CHANGE
}
