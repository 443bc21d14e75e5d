package io.laserstreams.knowledge.subject;

import io.laserstreams.schema.SubjectKind;
import java.util.EnumSet;
import java.util.Locale;

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
  CHANGE;

  /** The reasons that a kind of subject has. */
  public static EnumSet<RefreshReason> of(SubjectKind kind) {
    return kind == SubjectKind.ITEM
        ? EnumSet.of(COLD_START, CHANGE)
        : EnumSet.of(COLD_START, GROWTH, AGE, DRIFT);
  }

  /** As metrics and reports have it, for example {@code cold-start}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
