package io.laserstreams.tools.knowledge;

import io.laserstreams.schema.KnowledgeRequest;
import org.jspecify.annotations.Nullable;

/**
 * How far knowledge about one subject is, by the records about it, which may come in any order
 * across topics. Times are record times.
 */
final class SubjectProgress {
  /** How far it is. */
  enum Stage {
    /** Nobody has asked, or the request has expired. */
    NOT_ASKED,
    /** A request waits for its answer. */
    WAITING,
    /** There is knowledge at the position of the newest request. */
    DONE,
    /** The attempts are used up, or a worker refused the request that was sent again. */
    GIVEN_UP
  }

  private static final long NEVER = Long.MIN_VALUE;

  private boolean exists;
  private long known = NEVER;
  private @Nullable KnowledgeRequest request;
  private long requestedAt = NEVER;
  private @Nullable KnowledgeRequest givenUp;
  private long givenUpAt = NEVER;
  private long refusedAt = NEVER;
  private @Nullable String reason;

  /** The subject is there, or was deleted. */
  void exists(boolean now) {
    exists = now;
  }

  /**
   * Its newest knowledge.
   *
   * @param position null if it was deleted
   */
  void known(@Nullable Long position) {
    known = position == null ? NEVER : position;
  }

  void requested(KnowledgeRequest asked, long at) {
    if (at >= requestedAt) {
      request = asked;
      requestedAt = at;
    }
  }

  /** The attempts are used up. */
  void givenUp(KnowledgeRequest asked, long at) {
    if (at >= givenUpAt) {
      givenUp = asked;
      givenUpAt = at;
    }
  }

  /** A worker made a dead letter of a request. */
  void refused(String why, long at) {
    if (at >= refusedAt) {
      reason = why;
      refusedAt = at;
    }
  }

  boolean isThere() {
    return exists || known > NEVER || request != null || givenUp != null;
  }

  Stage stage() {
    long asked =
        Math.max(
            request == null ? NEVER : request.getPosition(),
            givenUp == null ? NEVER : givenUp.getPosition());
    if (known > NEVER && known >= asked) {
      return Stage.DONE;
    }
    if (asked == NEVER) {
      return Stage.NOT_ASKED;
    }
    if (givenUp == null || requestedAt <= givenUpAt) {
      return givenUp == null ? Stage.WAITING : Stage.GIVEN_UP;
    }
    boolean isNew = request != null && request.getPosition() > givenUp.getPosition();
    return !isNew && refusedAt >= requestedAt ? Stage.GIVEN_UP : Stage.WAITING;
  }

  /** What to ask again; null unless it was given up. */
  @Nullable KnowledgeRequest again() {
    return stage() == Stage.GIVEN_UP ? givenUp : null;
  }

  /** Why a worker refused it last; that nobody answered if no worker did. */
  String reason() {
    return reason == null ? "no answer" : reason;
  }
}
