package io.laserstreams.knowledge.request;

import io.laserstreams.knowledge.subject.SubjectKey;
import java.util.Locale;

/**
 * Ids of requests: kind, birth of the subject's state, position, subject. The same on every retry.
 * The birth tells a subject's lives apart: an answer to what was asked about a user before they
 * were forgotten fits no request of the user who comes back.
 */
public final class RequestId {
  private RequestId() {}

  public static String of(SubjectKey key, long bornAt, long position) {
    return key.kind().name().toLowerCase(Locale.ROOT)
        + ":"
        + Long.toString(bornAt, Character.MAX_RADIX)
        + ":"
        + position
        + ":"
        + key.id();
  }
}
