package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * How far knowledge about one subject is, by the records about it, which may come in any order
 * across topics. Times are record times.
 */
final class SubjectProgress {
  /** How far it is. */
  enum Stage {
    /** Nobody has asked, for example for want of budget, or the request has expired. */
    NOT_ASKED,
    /** A request waits for its answer. */
    WAITING,
    /** There is knowledge at the position of the newest request. */
    DONE,
    /**
     * The attempts are used up, a worker refused the request that was sent again, or the item's
     * record cannot be used.
     */
    GIVEN_UP
  }

  private static final long NEVER = Long.MIN_VALUE;

  private final SubjectKind kind;
  private boolean exists;
  private long known = NEVER;
  private long forgottenAt = NEVER;
  private @Nullable KnowledgeRequest request;
  private long requestedAt = NEVER;
  private @Nullable KnowledgeRequest givenUp;
  private long givenUpAt = NEVER;
  private long refusedAt = NEVER;
  private @Nullable String reason;
  private boolean unusable;

  SubjectProgress(SubjectKind kind) {
    this.kind = requireNonNull(kind, "kind is null");
  }

  /** The item is there, or was deleted. */
  void exists(boolean now) {
    exists = now;
  }

  /**
   * Its newest knowledge.
   *
   * @param position null if the subject was deleted, and with it all that was asked before
   */
  void known(@Nullable Long position, long at) {
    known = position == null ? NEVER : position;
    forgottenAt = position == null ? at : forgottenAt;
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

  /**
   * An item is there if its topic has it, a user if anything is known, or was asked, about them.
   */
  boolean isThere() {
    return kind == SubjectKind.ITEM
        ? exists
        : known > NEVER || requestedAt > forgottenAt || givenUpAt > forgottenAt;
  }

  Stage stage() {
    long asked = Math.max(position(request, requestedAt), position(givenUp, givenUpAt));
    if (known > NEVER && known >= asked) {
      return Stage.DONE;
    }
    if (asked == NEVER) {
      return unusable ? Stage.GIVEN_UP : Stage.NOT_ASKED;
    }
    if (requestedAt <= givenUpAt) {
      return Stage.GIVEN_UP;
    }
    boolean isNew = position(request, requestedAt) > position(givenUp, givenUpAt);
    return !isNew && refusedAt >= requestedAt ? Stage.GIVEN_UP : Stage.WAITING;
  }

  /** streams-knowledge made a dead letter of the item's record. */
  void unusable(String why, long at) {
    unusable = true;
    refused(why, at);
  }

  private long position(@Nullable KnowledgeRequest asked, long at) {
    return asked == null || at <= forgottenAt ? NEVER : asked.getPosition();
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
