package io.laserstreams.knowledge.request;

import io.laserstreams.knowledge.subject.SubjectKey;
import java.util.Locale;

/**
 * Ids of requests: kind, creation time of the subject's state, position, subject. The same on every
 * retry. The creation time distinguishes a subject from its deleted predecessor: an answer to a
 * request from before a user was deleted fits no request about the user who comes back.
 */
public final class RequestId {
  private static final String IMPORT = "import:";

  private RequestId() {}

  /** Whether it is that of an import. */
  public static boolean isImport(String requestId) {
    return requestId.startsWith(IMPORT);
  }

  public static String of(SubjectKey key, long createdAt, long position) {
    return key.kind().name().toLowerCase(Locale.ROOT)
        + ":"
        + Long.toString(createdAt, Character.MAX_RADIX)
        + ":"
        + position
        + ":"
        + key.id();
  }

  /**
   * The id of an answer that nobody asked for here: knowledge that another system, or this one
   * before, has accepted.
   */
  public static String ofImport(SubjectKey key, long position) {
    return IMPORT + key.kind().name().toLowerCase(Locale.ROOT) + ":" + position + ":" + key.id();
  }
}
