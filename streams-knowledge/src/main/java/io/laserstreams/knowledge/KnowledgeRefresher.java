package io.laserstreams.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.answer.AcceptanceRule;
import io.laserstreams.knowledge.budget.Cost;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics.Ignored;
import io.laserstreams.knowledge.policy.Due;
import io.laserstreams.knowledge.policy.RetryPolicy;
import io.laserstreams.knowledge.request.SubjectRequests;
import io.laserstreams.knowledge.subject.RefreshReason;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.knowledge.subject.SubjectState.Pending;
import io.laserstreams.knowledge.subject.Subjects;
import io.laserstreams.knowledge.subject.Waiting;
import io.laserstreams.knowledge.taste.Taste;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.time.Instant;
import java.util.List;
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
 * <p>Without a budget a request is made as soon as it is due, unless too many are in flight. Else
 * it waits until {@link #serveWaiting} or an answer finds it first among those that wait. A
 * repeated request does not wait: its first attempt has. None is repeated that workers, who are at
 * work, have not come to yet.
 *
 * <p>{@link AcceptanceRule} decides which answers count; every other answer is counted as ignored
 * and changes nothing.
 */
public final class KnowledgeRefresher {
  /** How many waiting subjects are looked up at a time. */
  private static final int BATCH = 32;

  private final Subjects subjects;
  private final Map<SubjectKind, SubjectRequests> requests;
  private final RetryPolicy retryPolicy;
  private final RequestSpending spending;
  private final RequestLimits limits;
  private final WorkerProgress progress;
  private final KnowledgeSink sink;
  private final KnowledgeMetrics metrics;

  /**
   * @param requests for both kinds
   */
  public KnowledgeRefresher(
      Subjects subjects,
      Map<SubjectKind, SubjectRequests> requests,
      RetryPolicy retryPolicy,
      RequestSpending spending,
      RequestLimits limits,
      KnowledgeSink sink,
      KnowledgeMetrics metrics) {
    this.subjects = requireNonNull(subjects, "subjects is null");
    this.requests = Map.copyOf(requests);
    this.retryPolicy = requireNonNull(retryPolicy, "retryPolicy is null");
    this.spending = requireNonNull(spending, "spending is null");
    this.limits = requireNonNull(limits, "limits is null");
    this.progress = new WorkerProgress(retryPolicy.timeout());
    this.sink = requireNonNull(sink, "sink is null");
    this.metrics = requireNonNull(metrics, "metrics is null");
  }

  /** The position of a known or new subject has moved. */
  public void moved(SubjectKey key, long now) {
    SubjectState before = subjects.get(key);
    if (before != null && before.wakeAt() <= now) {
      wake(key, before, now);
    } else {
      SubjectState state = before == null ? SubjectState.created(now) : before;
      subjects.replace(key, before, next(key, state, now));
    }
  }

  /** The subject was deleted: forgets its state and deletes its published knowledge. */
  public void forget(SubjectKey key) {
    subjects.replace(key, subjects.get(key), null);
    sink.delete(key);
  }

  /** Accepts or ignores a valid answer. */
  public void answered(SubjectKey key, KnowledgeAnswer answer, long now) {
    SubjectState before = subjects.get(key);
    if (before == null) {
      metrics.ignored(Ignored.UNKNOWN_SUBJECT);
      return;
    }
    Optional<Ignored> ignored =
        AcceptanceRule.whyIgnored(
            key,
            before,
            requests(key).position(key.id()),
            eventTime -> requests(key).reachesBackTo(key.id(), eventTime),
            answer);
    if (ignored.isPresent()) {
      metrics.ignored(ignored.get());
      spending.settle(answer);
    } else {
      accept(key, before, answer, now);
    }
  }

  private void accept(SubjectKey key, SubjectState before, KnowledgeAnswer answer, long now) {
    Pending pending = before.pending();
    long basedOnEventTime = answer.getBasedOnEventTime();
    if (pending != null && pending.position() == answer.getPosition()) {
      basedOnEventTime = Math.max(pending.basedOnEventTime(), basedOnEventTime);
      progress.answered(pending.requestedAt(), now);
      metrics.answerTime(key.kind(), now - pending.requestedAt());
      spending.settle(answer, pending.cost());
    } else {
      spending.settle(answer);
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
    long position = answer.getPosition();
    boolean current = requests(key).position(key.id()).orElseThrow() == position;
    Taste taste = current ? requests(key).taste(key.id()) : null;
    subjects.replace(key, before, next(key, before.accepting(position, now, taste), now));
    serveWaiting(key.kind(), now, 1);
  }

  /** Handles a subject whose wake time has come, see {@link Subjects#due}. */
  public void wake(SubjectKey key, long now) {
    wake(key, requireNonNull(subjects.get(key), "a due subject has no state"), now);
  }

  private void wake(SubjectKey key, SubjectState state, long now) {
    Pending pending = state.pending();
    if (pending == null) {
      subjects.replace(key, state, next(key, state, now));
    } else {
      subjects.replace(key, state, afterTimeout(key, state, pending, now));
    }
  }

  private SubjectState next(SubjectKey key, SubjectState state, long now) {
    if (state.pending() != null) {
      return state;
    }
    Due due = due(key, state, now);
    if (due.at() > now) {
      return state.idleUntil(due.at());
    }
    RefreshReason reason = requireNonNull(due.reason(), "what is due has a reason");
    if (!spending.isLimited() && limits.allows(key.kind())) {
      metrics.budget().due(key.kind(), reason, false);
      return request(key, state, 1, now, now);
    }
    return waiting(key, state, reason, now);
  }

  private SubjectState waiting(SubjectKey key, SubjectState state, RefreshReason reason, long now) {
    SubjectRequests own = requests(key);
    double priority =
        own.priority(key.id(), own.position(key.id()).orElseThrow(), state.accepted());
    Waiting before = state.waiting();
    if (before == null) {
      metrics.budget().due(key.kind(), reason, !mayAsk(key.kind(), now));
      return state.waiting(new Waiting(reason, now, priority));
    }
    return state.waiting(before.with(reason, priority));
  }

  /**
   * Makes requests about those who wait, highest priority first, while the budget and the requests
   * in flight allow.
   *
   * @param limit of requests of a kind; the rest waits for the next call, so that records are not
   *     held up
   */
  public void serveWaiting(long now, int limit) {
    requests.keySet().forEach(kind -> serveWaiting(kind, now, limit));
  }

  private void serveWaiting(SubjectKind kind, long now, int limit) {
    int served = 0;
    while (served < limit && mayAsk(kind, now)) {
      List<SubjectKey> first = subjects.waiting(kind, Math.min(BATCH, limit - served));
      for (SubjectKey key : first) {
        if (mayAsk(kind, now)) {
          serve(key, now);
        }
      }
      served += first.isEmpty() ? limit : first.size();
    }
  }

  private boolean mayAsk(SubjectKind kind, long now) {
    return limits.allows(kind) && spending.allows(kind, now);
  }

  private void serve(SubjectKey key, long now) {
    SubjectState state = requireNonNull(subjects.get(key), "a waiting subject has no state");
    Waiting waiting = requireNonNull(state.waiting(), "a subject of the queue does not wait");
    Due due = due(key, state, now);
    if (due.at() > now) {
      subjects.replace(key, state, state.idleUntil(due.at()));
      return;
    }
    metrics.budget().waited(key.kind(), now - waiting.since());
    subjects.replace(key, state, request(key, state, 1, now, now));
  }

  private SubjectState afterTimeout(SubjectKey key, SubjectState state, Pending pending, long now) {
    Due due = due(key, state, now);
    if (due.at() > now) {
      return state.idleUntil(due.at()); // an earlier position was answered, or all was retracted
    }
    if (pending.attempt() == 1 && progress.isStillToCome(pending.requestedAt(), now)) {
      return state.requested(pending, retryPolicy.deadline(1, now));
    }
    metrics.timedOut(key.kind());
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
    Cost cost = spending.charge(request.get());
    sink.request(request.get());
    metrics.requested(key.kind(), attempt);
    return state.requested(
        new Pending(
            request.get().getPosition(),
            request.get().getBasedOnEventTime(),
            attempt,
            requestedAt,
            requests(key).taste(key.id()),
            cost),
        retryPolicy.deadline(attempt, now));
  }

  private Due due(SubjectKey key, SubjectState state, long now) {
    OptionalLong position = requests(key).position(key.id());
    Long abandoned = state.abandoned();
    if (position.isEmpty() || (abandoned != null && position.getAsLong() <= abandoned)) {
      return Due.NEVER;
    }
    return requests(key).due(key.id(), position.getAsLong(), state, now);
  }

  private SubjectRequests requests(SubjectKey key) {
    return requireNonNull(requests.get(key.kind()), "no requests for the subject's kind");
  }
}
