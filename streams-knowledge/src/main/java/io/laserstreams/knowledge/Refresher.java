package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics.Ignored;
import io.laserstreams.knowledge.policy.RefreshPolicy;
import io.laserstreams.knowledge.policy.RetryPolicy;
import io.laserstreams.knowledge.request.RequestId;
import io.laserstreams.knowledge.request.SubjectRequests;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.knowledge.subject.SubjectState.Pending;
import io.laserstreams.knowledge.subject.Subjects;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps the knowledge of one task's subjects fresh.
 *
 * <p>A subject has at most one question in flight. A question that is not answered by its deadline
 * is asked again with growing deadlines: under the same request id where the subject has not moved,
 * else as the question at its present position. After the last attempt it is a dead letter, and the
 * subject rests until it moves.
 *
 * <p>An answer counts if it fits a position that was asked in the subject's present life and is
 * later than the position of what is accepted, whether or not its question is still in flight: what
 * was written for an abandoned or overtaken question is knowledge all the same. Every other answer
 * is counted and passed over.
 */
final class Refresher {
  private final Subjects subjects;
  private final Map<SubjectKind, SubjectRequests> questions;
  private final RetryPolicy retries;
  private final KnowledgeSink outbox;
  private final KnowledgeMetrics metrics;

  /**
   * @param questions for both kinds
   */
  Refresher(
      Subjects subjects,
      Map<SubjectKind, SubjectRequests> questions,
      RetryPolicy retries,
      KnowledgeSink outbox,
      KnowledgeMetrics metrics) {
    this.subjects = requireNonNull(subjects, "subjects is null");
    this.questions = Map.copyOf(questions);
    this.retries = requireNonNull(retries, "retries is null");
    this.outbox = requireNonNull(outbox, "outbox is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /** Something new is known of the subject, which may be new itself. */
  void moved(SubjectKey key, long now) {
    SubjectState before = subjects.get(key);
    if (before != null && before.wakeAt() <= now) {
      wake(key, now);
    } else {
      subjects.replace(
          key, before, next(key, before == null ? SubjectState.born(now) : before, now));
    }
  }

  /** The subject is gone, and with it all that was asked and is known. */
  void forget(SubjectKey key) {
    subjects.replace(key, subjects.get(key), null);
    outbox.forget(key);
  }

  /** Takes a well-formed answer. */
  void answered(SubjectKey key, KnowledgeAnswer answer, long now) {
    SubjectState before = subjects.get(key);
    Optional<Ignored> ignored = whyIgnored(key, before, answer);
    if (ignored.isPresent()) {
      metrics.ignored(ignored.get());
      return;
    }
    Pending pending = before.pending();
    boolean inTime = pending != null && pending.position() == answer.getPosition();
    outbox.knowledge(
        key,
        Knowledge.newBuilder()
            .setSubjectKind(key.kind())
            .setSubjectId(key.id())
            .setPosition(answer.getPosition())
            .setBasedOnEventTime(
                inTime
                    ? Math.max(pending.basedOnEventTime(), answer.getBasedOnEventTime())
                    : answer.getBasedOnEventTime())
            .setText(answer.getText())
            .setVectors(answer.getVectors())
            .setProvenance(answer.getProvenance())
            .build());
    metrics.accepted(key.kind());
    if (inTime) {
      metrics.answerTime(key.kind(), now - pending.askedAt());
    }
    subjects.replace(key, before, next(key, before.accepting(answer.getPosition(), now), now));
  }

  /** Looks at a subject whose wake time has come. */
  void wake(SubjectKey key, long now) {
    SubjectState state = subjects.get(key);
    if (state.pending() == null) {
      subjects.replace(key, state, next(key, state, now));
      return;
    }
    metrics.timedOut(key.kind());
    subjects.replace(key, state, afterTimeout(key, state, now));
  }

  private SubjectState next(SubjectKey key, SubjectState state, long now) {
    if (state.pending() != null) {
      return state;
    }
    long dueAt = dueAt(key, state, now);
    return dueAt > now ? state.idleUntil(dueAt) : ask(key, state, 1, now, now);
  }

  private SubjectState afterTimeout(SubjectKey key, SubjectState state, long now) {
    Pending pending = state.pending();
    long dueAt = dueAt(key, state, now);
    if (dueAt > now) {
      return state.idleUntil(dueAt); // answered at a position between, or everything was taken back
    }
    if (!retries.exhausted(pending.attempt())) {
      return ask(key, state, pending.attempt() + 1, pending.askedAt(), now);
    }
    questions(key)
        .ask(key.id(), state.bornAt(), pending.attempt(), now)
        .ifPresent(
            request ->
                outbox.abandon(
                    request,
                    "No answer about "
                        + key
                        + " after "
                        + pending.attempt()
                        + " attempts since "
                        + Instant.ofEpochMilli(pending.askedAt())
                        + "; is a knowledge-worker running?"));
    metrics.abandoned(key.kind());
    return state.abandonedAt(questions(key).position(key.id()).orElseThrow());
  }

  private SubjectState ask(
      SubjectKey key, SubjectState state, int attempt, long askedAt, long now) {
    Optional<KnowledgeRequest> request = questions(key).ask(key.id(), state.bornAt(), attempt, now);
    if (request.isEmpty()) {
      return state.idleUntil(SubjectState.NO_WAKE);
    }
    outbox.request(request.get());
    metrics.requested(key.kind(), attempt);
    return state.asked(
        new Pending(
            request.get().getPosition(), request.get().getBasedOnEventTime(), attempt, askedAt),
        retries.deadline(attempt, now));
  }

  private long dueAt(SubjectKey key, SubjectState state, long now) {
    OptionalLong position = questions(key).position(key.id());
    if (position.isEmpty()
        || (state.abandoned() != null && position.getAsLong() <= state.abandoned())) {
      return RefreshPolicy.NEVER;
    }
    return questions(key).dueAt(position.getAsLong(), state.accepted(), now);
  }

  private Optional<Ignored> whyIgnored(SubjectKey key, SubjectState state, KnowledgeAnswer answer) {
    OptionalLong reached = questions(key).position(key.id());
    if (state == null || reached.isEmpty()) {
      return Optional.of(Ignored.UNKNOWN_SUBJECT);
    }
    long position = answer.getPosition();
    if (position > reached.getAsLong()
        || !answer.getRequestId().equals(RequestId.of(key, state.bornAt(), position))) {
      return Optional.of(Ignored.NOT_ASKED);
    }
    if (state.accepted() == null || position > state.accepted().position()) {
      return Optional.empty();
    }
    return Optional.of(position == state.accepted().position() ? Ignored.DUPLICATE : Ignored.OLDER);
  }

  private SubjectRequests questions(SubjectKey key) {
    return questions.get(key.kind());
  }
}
