package io.laserstreams.knowledge.answer;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics.Ignored;
import io.laserstreams.knowledge.request.RequestId;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.schema.KnowledgeAnswer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * Which valid answers become knowledge: those to a request made since the subject's state was
 * created, at a later position than the accepted knowledge. The request need not be in flight any
 * more: what a worker wrote for an abandoned or superseded request is knowledge, too.
 *
 * <p>Imported knowledge answers no request. It counts in the same order of positions if the subject
 * reaches back to what it is based on: a user who was deleted and came back does not.
 */
public final class AcceptanceRule {
  private AcceptanceRule() {}

  /**
   * Why the answer is ignored; empty if it is accepted.
   *
   * @param position the subject's current position; empty if the subject does not exist
   * @param reachesBackTo whether the subject existed at an event time
   */
  public static Optional<Ignored> whyIgnored(
      SubjectKey key,
      SubjectState state,
      OptionalLong position,
      LongPredicate reachesBackTo,
      KnowledgeAnswer answer) {
    if (position.isEmpty()) {
      return Optional.of(Ignored.UNKNOWN_SUBJECT);
    }
    long answered = answer.getPosition();
    boolean isAsked =
        answer.getRequestId().equals(RequestId.of(key, state.createdAt(), answered))
            || (answer.getRequestId().equals(RequestId.ofImport(key, answered))
                && reachesBackTo.test(answer.getBasedOnEventTime()));
    if (answered > position.getAsLong() || !isAsked) {
      return Optional.of(Ignored.NOT_ASKED);
    }
    SubjectState.Accepted accepted = state.accepted();
    if (accepted == null || answered > accepted.position()) {
      return Optional.empty();
    }
    return Optional.of(answered == accepted.position() ? Ignored.DUPLICATE : Ignored.OLDER);
  }
}
