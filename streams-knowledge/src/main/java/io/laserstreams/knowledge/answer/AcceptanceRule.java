package io.laserstreams.knowledge.answer;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics.Ignored;
import io.laserstreams.knowledge.request.RequestId;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.schema.KnowledgeAnswer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which valid answers become knowledge: those to a request made since the subject's state was
 * created, at a later position than the accepted knowledge. The request need not be in flight any
 * more: what a worker wrote for an abandoned or superseded request is knowledge, too.
 */
public final class AcceptanceRule {
  private AcceptanceRule() {}

  /**
   * Why the answer is ignored; empty if it is accepted.
   *
   * @param position the subject's current position; empty if the subject does not exist
   */
  public static Optional<Ignored> whyIgnored(
      SubjectKey key, SubjectState state, OptionalLong position, KnowledgeAnswer answer) {
    if (position.isEmpty()) {
      return Optional.of(Ignored.UNKNOWN_SUBJECT);
    }
    long answered = answer.getPosition();
    if (answered > position.getAsLong()
        || !answer.getRequestId().equals(RequestId.of(key, state.createdAt(), answered))) {
      return Optional.of(Ignored.NOT_ASKED);
    }
    SubjectState.Accepted accepted = state.accepted();
    if (accepted == null || answered > accepted.position()) {
      return Optional.empty();
    }
    return Optional.of(answered == accepted.position() ? Ignored.DUPLICATE : Ignored.OLDER);
  }
}
