package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.answer.AcceptanceRule;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics.Ignored;
import io.laserstreams.knowledge.policy.Due;
import io.laserstreams.knowledge.policy.RetryPolicy;
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
 * Keeps the knowledge about one task's subjects fresh.
 *
 * <p>A subject has at most one request in flight. A request without an answer at its deadline is
 * repeated with growing deadlines: under the same id if the subject's position has not moved, else
 * as the request at its current position. After the last attempt it becomes a dead letter, and the
 * subject is left alone until its position moves.
 *
 * <p>{@link AcceptanceRule} decides which answers count; every other answer is counted as ignored
 * and changes nothing.
 */
final class KnowledgeRefresher {
  private final Subjects subjects;
  private final Map<SubjectKind, SubjectRequests> requests;
  private final RetryPolicy retryPolicy;
  private final KnowledgeSink sink;
  private final KnowledgeMetrics metrics;

  /**
   * @param requests for both kinds
   */
  KnowledgeRefresher(
      Subjects subjects,
      Map<SubjectKind, SubjectRequests> requests,
      RetryPolicy retryPolicy,
      KnowledgeSink sink,
      KnowledgeMetrics metrics) {
    this.subjects = requireNonNull(subjects, "subjects is null");
    this.requests = Map.copyOf(requests);
    this.retryPolicy = requireNonNull(retryPolicy, "retryPolicy is null");
    this.sink = requireNonNull(sink, "sink is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /** The position of a known or new subject has moved. */
  void moved(SubjectKey key, long now) {
    SubjectState before = subjects.get(key);
    if (before != null && before.wakeAt() <= now) {
      wake(key, before, now);
    } else {
      SubjectState state = before == null ? SubjectState.created(now) : before;
      subjects.replace(key, before, next(key, state, now));
    }
  }

  /** The subject was deleted: forgets its state and deletes its published knowledge. */
  void forget(SubjectKey key) {
    subjects.replace(key, subjects.get(key), null);
    sink.delete(key);
  }

  /** Accepts or ignores a valid answer. */
  void answered(SubjectKey key, KnowledgeAnswer answer, long now) {
    SubjectState before = subjects.get(key);
    if (before == null) {
      metrics.ignored(Ignored.UNKNOWN_SUBJECT);
      return;
    }
    Optional<Ignored> ignored =
        AcceptanceRule.whyIgnored(key, before, requests(key).position(key.id()), answer);
    if (ignored.isPresent()) {
      metrics.ignored(ignored.get());
    } else {
      accept(key, before, answer, now);
    }
  }

  private void accept(SubjectKey key, SubjectState before, KnowledgeAnswer answer, long now) {
    Pending pending = before.pending();
    long basedOnEventTime = answer.getBasedOnEventTime();
    if (pending != null && pending.position() == answer.getPosition()) {
      basedOnEventTime = Math.max(pending.basedOnEventTime(), basedOnEventTime);
      metrics.answerTime(key.kind(), now - pending.requestedAt());
    }
    sink.publish(
        key,
        Knowledge.newBuilder()
            .setSubjectKind(key.kind())
            .setSubjectId(key.id())
            .setPosition(answer.getPosition())
            .setBasedOnEventTime(basedOnEventTime)
            .setText(answer.getText())
            .setVectors(answer.getVectors())
            .setProvenance(answer.getProvenance())
            .build());
    metrics.accepted(key.kind());
    subjects.replace(key, before, next(key, before.accepting(answer.getPosition(), now), now));
  }

  /** Handles a subject whose wake time has come, see {@link Subjects#due}. */
  void wake(SubjectKey key, long now) {
    wake(key, requireNonNull(subjects.get(key), "a due subject has no state"), now);
  }

  private void wake(SubjectKey key, SubjectState state, long now) {
    Pending pending = state.pending();
    if (pending == null) {
      subjects.replace(key, state, next(key, state, now));
    } else {
      metrics.timedOut(key.kind());
      subjects.replace(key, state, afterTimeout(key, state, pending, now));
    }
  }

  private SubjectState next(SubjectKey key, SubjectState state, long now) {
    if (state.pending() != null) {
      return state;
    }
    Due due = due(key, state, now);
    return due.at() > now ? state.idleUntil(due.at()) : request(key, state, 1, now, now);
  }

  private SubjectState afterTimeout(SubjectKey key, SubjectState state, Pending pending, long now) {
    Due due = due(key, state, now);
    if (due.at() > now) {
      return state.idleUntil(due.at()); // an earlier position was answered, or all was retracted
    }
    if (!retryPolicy.exhausted(pending.attempt())) {
      return request(key, state, pending.attempt() + 1, pending.requestedAt(), now);
    }
    requests(key)
        .request(key.id(), state.createdAt(), pending.attempt(), now)
        .ifPresent(
            request ->
                sink.abandon(
                    request,
                    "No answer about "
                        + key
                        + " after "
                        + pending.attempt()
                        + " attempts since "
                        + Instant.ofEpochMilli(pending.requestedAt())
                        + "; is a knowledge-worker running?"));
    metrics.abandoned(key.kind());
    return state.abandonedAt(requests(key).position(key.id()).orElseThrow());
  }

  private SubjectState request(
      SubjectKey key, SubjectState state, int attempt, long requestedAt, long now) {
    Optional<KnowledgeRequest> request =
        requests(key).request(key.id(), state.createdAt(), attempt, now);
    if (request.isEmpty()) {
      return state.idleUntil(SubjectState.NO_WAKE);
    }
    sink.request(request.get());
    metrics.requested(key.kind(), attempt);
    return state.requested(
        new Pending(
            request.get().getPosition(),
            request.get().getBasedOnEventTime(),
            attempt,
            requestedAt,
            requests(key).taste(key.id())),
        retryPolicy.deadline(attempt, now));
  }

  private Due due(SubjectKey key, SubjectState state, long now) {
    OptionalLong position = requests(key).position(key.id());
    Long abandoned = state.abandoned();
    if (position.isEmpty() || (abandoned != null && position.getAsLong() <= abandoned)) {
      return Due.NEVER;
    }
    return requests(key).due(key.id(), position.getAsLong(), state.accepted(), now);
  }

  private SubjectRequests requests(SubjectKey key) {
    return requireNonNull(requests.get(key.kind()), "no requests for the subject's kind");
  }
}
