package io.laserstreams.knowledge.request;

import io.laserstreams.knowledge.subject.SubjectKey;
import java.util.Locale;

/**
 * Ids of requests: kind, creation time of the subject's state, position, subject. The same on every
 * retry. The creation time distinguishes a subject from its deleted predecessor: an answer to a
 * request from before a user was deleted fits no request about the user who comes back.
 */
public final class RequestId {
  private RequestId() {}

  public static String of(SubjectKey key, long createdAt, long position) {
    return key.kind().name().toLowerCase(Locale.ROOT)
        + ":"
        + Long.toString(createdAt, Character.MAX_RADIX)
        + ":"
        + position
        + ":"
        + key.id();
  }
}
