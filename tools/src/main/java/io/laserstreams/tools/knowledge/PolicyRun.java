package io.laserstreams.tools.knowledge;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.HistoryEvent;
import io.laserstreams.crm.history.InMemoryByteStore;
import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.knowledge.KnowledgeRefresher;
import io.laserstreams.knowledge.KnowledgeSettings;
import io.laserstreams.knowledge.KnowledgeSink;
import io.laserstreams.knowledge.RequestLimits;
import io.laserstreams.knowledge.RequestSpending;
import io.laserstreams.knowledge.budget.TokenBudget;
import io.laserstreams.knowledge.budget.TokenEstimate;
import io.laserstreams.knowledge.metrics.KnowledgeMetrics;
import io.laserstreams.knowledge.request.ItemCard;
import io.laserstreams.knowledge.request.SelectedEvents;
import io.laserstreams.knowledge.request.UserProfiles;
import io.laserstreams.knowledge.request.UserRequests;
import io.laserstreams.knowledge.subject.InFlightCounter;
import io.laserstreams.knowledge.subject.SubjectKey;
import io.laserstreams.knowledge.subject.SubjectState;
import io.laserstreams.knowledge.subject.Subjects;
import io.laserstreams.knowledge.subject.WaitingCounter;
import io.laserstreams.knowledge.taste.ItemVectors;
import io.laserstreams.knowledge.taste.Taste;
import io.laserstreams.knowledge.taste.TasteWindow;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.Impression;
import io.laserstreams.schema.Knowledge;
import io.laserstreams.schema.KnowledgeAnswer;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.Provenance;
import io.laserstreams.schema.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * One policy on one dataset: the classes of streams-knowledge on stores in memory, with the events'
 * times as the clock. Each request is answered at once. Checks are a minute apart, not a second, so
 * that years pass quickly.
 */
final class PolicyRun implements KnowledgeSink {
  private static final long CHECK_MS = 60_000;
  private static final int MAX_PER_CHECK = 1_000_000;

  /** Almost all is for users: knowledge about items is taken to be there. */
  private static final double ITEMS_SHARE = 0.001;

  private final KnowledgePolicy policy;
  private final double tokensPerHour;
  private final long activeFrom;
  private final UserHistories histories = new UserHistories(new InMemoryByteStore());
  private final Queue<KnowledgeRequest> asked = new ArrayDeque<>();
  private final TokenEstimate estimate = new TokenEstimate();
  private final Staleness staleness;
  private final Notes notes;
  private final TasteWindow tastes;
  private final UserRequests users;
  private final Subjects subjects;
  private final KnowledgeRefresher refresher;
  private long calls;
  private long tokens;
  private long nextCheck = Long.MIN_VALUE;

  /** Whoever writes the answers. */
  @FunctionalInterface
  interface Notes {
    /** Nobody reads them. */
    Notes UNWRITTEN = (request, now) -> {};

    void write(KnowledgeRequest request, long now);
  }

  /**
   * @param tokensPerHour the budget; 0 for no bound
   * @param settings the app's defaults, for all that the policy does not say
   * @param bound see {@link Staleness}
   * @param notes writes the answers
   */
  PolicyRun(
      KnowledgePolicy policy,
      double tokensPerHour,
      KnowledgeSettings settings,
      Dataset data,
      ItemVectors vectors,
      int bound,
      Notes notes) {
    this.policy = requireNonNull(policy, "policy is null");
    this.tokensPerHour = tokensPerHour;
    this.activeFrom = settings.refresh().coldStartEvents();
    this.staleness = new Staleness(bound);
    this.notes = requireNonNull(notes, "notes is null");
    this.tastes = new TasteWindow(vectors, policy.refresh().drift().events());
    this.users =
        new UserRequests(
            histories,
            profiles(data),
            itemId -> card(data, itemId),
            tastes,
            policy.refresh(),
            settings.budget().priority(),
            new SelectedEvents(
                settings.requests().selection(), settings.requests().historyEvents(), vectors));
    InFlightCounter inFlight = new InFlightCounter();
    this.subjects =
        new Subjects(
            new InMemoryByteStore(),
            new OrderedMemory(),
            new OrderedMemory(),
            inFlight,
            new WaitingCounter());
    KnowledgeMetrics metrics = new KnowledgeMetrics(new SimpleMeterRegistry(), () -> Instant.EPOCH);
    this.refresher =
        new KnowledgeRefresher(
            subjects,
            Map.of(SubjectKind.USER, users),
            settings.requests().retry(),
            new RequestSpending(new TokenBudget(tokensPerHour, ITEMS_SHARE), metrics.budget()),
            new RequestLimits(inFlight, Long.MAX_VALUE),
            this,
            metrics);
  }

  /** Plays an impression and what came of it; they come in the order of event time. */
  void play(Impression impression) {
    check(impression.eventTime());
    measure(impression.userId());
    boolean moved = false;
    for (int i = 0; i < impression.candidates().size(); i++) {
      if (impression.candidates().get(i).interacted()) {
        HistoryEvent event =
            new HistoryEvent(
                impression.interactionId(i),
                impression.candidates().get(i).itemId(),
                impression.interactionTime(),
                impression.candidates().get(i).value());
        moved |= histories.add(impression.userId(), event).counted();
      }
    }
    if (moved) {
      refresher.moved(SubjectKey.user(impression.userId()), impression.interactionTime());
      answer(impression.interactionTime());
    }
  }

  PolicyFigures figures() {
    return staleness.figures(policy.name(), calls, tokens, tokensPerHour);
  }

  long tokens() {
    return tokens;
  }

  Staleness staleness() {
    return staleness;
  }

  private void check(long until) {
    nextCheck = nextCheck == Long.MIN_VALUE ? until : nextCheck;
    for (; nextCheck <= until; nextCheck += CHECK_MS) {
      for (SubjectKey key : subjects.due(nextCheck, MAX_PER_CHECK)) {
        refresher.wake(key, nextCheck);
      }
      refresher.serveWaiting(nextCheck, MAX_PER_CHECK);
      answer(nextCheck);
    }
  }

  private void measure(String userId) {
    long position = users.position(userId).orElse(0);
    if (position < activeFrom) {
      return;
    }
    SubjectState state = subjects.get(SubjectKey.user(userId));
    SubjectState.Accepted accepted = state == null ? null : state.accepted();
    if (accepted == null) {
      staleness.without(userId, position);
      return;
    }
    staleness.behind(userId, position - accepted.position());
    Taste now = users.taste(userId);
    if (accepted.taste() != null && now != null) {
      staleness.drifted(tastes.drift(accepted.taste(), now));
    }
  }

  private void answer(long now) {
    for (KnowledgeRequest request = asked.poll(); request != null; request = asked.poll()) {
      notes.write(request, now);
      refresher.answered(SubjectKey.user(request.getSubjectId()), answerTo(request), now);
    }
  }

  private static KnowledgeAnswer answerTo(KnowledgeRequest request) {
    return new KnowledgeAnswer(
        request.getRequestId(),
        request.getSubjectKind(),
        request.getSubjectId(),
        request.getPosition(),
        request.getBasedOnEventTime(),
        "simulated",
        List.of(),
        new Provenance("simulated", "none", List.of(), 0L, request.getRequestId(), 0L, 0L));
  }

  @Override
  public void request(KnowledgeRequest request) {
    calls++;
    tokens += estimate.of(request).formula();
    asked.add(request);
  }

  @Override
  public void publish(SubjectKey key, Knowledge knowledge) {}

  @Override
  public void delete(SubjectKey key) {
    throw new IllegalStateException("A dataset deletes nobody: " + key);
  }

  @Override
  public void abandon(KnowledgeRequest request, String message) {
    throw new IllegalStateException("Each request is answered at once: " + message);
  }

  private static UserProfiles profiles(Dataset data) {
    UserProfiles profiles = new UserProfiles(new InMemoryByteStore());
    data.profiles()
        .forEach(
            (id, fields) -> profiles.put(id, new UserProfiles.Profile(fields, Long.MIN_VALUE)));
    return profiles;
  }

  private static Optional<ItemCard> card(Dataset data, String itemId) {
    return Optional.ofNullable(data.items().get(itemId))
        .map(item -> new ItemCard(item.title(), item.categories(), Long.MIN_VALUE));
  }
}
