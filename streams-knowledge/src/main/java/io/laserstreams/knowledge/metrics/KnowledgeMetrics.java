package io.laserstreams.knowledge.metrics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.AppendResult;
import io.laserstreams.knowledge.subject.InFlightCounter;
import io.laserstreams.runtime.metrics.EnumCounters;
import io.laserstreams.runtime.metrics.SharedMeters;
import io.laserstreams.schema.SubjectKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The app's meters. Thread-safe; shared by the tasks. */
public final class KnowledgeMetrics {
  /** Subjects with an unanswered request, by kind. */
  public static final String IN_FLIGHT = "laser.knowledge.in.flight";

  /** Age of the oldest unanswered request, by kind. */
  public static final String OLDEST_QUESTION = "laser.knowledge.oldest.question.seconds";

  /** Requests written, by kind and attempt. */
  public static final String REQUESTS = "laser.knowledge.requests";

  /** Requests not answered in time, by kind. */
  public static final String TIMEOUTS = "laser.knowledge.timeouts";

  /** Requests given up on, by kind. */
  public static final String ABANDONED = "laser.knowledge.abandoned";

  /** Answers that became knowledge, by kind. */
  public static final String ACCEPTED = "laser.knowledge.accepted";

  /** From the first attempt to the accepted answer, by kind. */
  public static final String ANSWER_TIME = "laser.knowledge.answer.time";

  private static final double MILLIS_PER_SECOND = 1_000;
  private static final Set<SubjectKind> KINDS = EnumSet.of(SubjectKind.USER, SubjectKind.ITEM);

  private final InstantSource clock;
  private final BudgetMetrics budget;
  private final Set<InFlightCounter> tasks = ConcurrentHashMap.newKeySet();
  private final Map<SubjectKind, Counter> firstRequests;
  private final Map<SubjectKind, Counter> retries;
  private final EnumCounters<SubjectKind> timeouts;
  private final EnumCounters<SubjectKind> abandoned;
  private final EnumCounters<SubjectKind> accepted;
  private final Map<SubjectKind, Timer> answerTimes;
  private final EnumCounters<Ignored> ignored;
  private final EnumCounters<AppendResult> history;
  private final Counter historyDropped;
  private final Counter staleItems;
  private final Counter staleProfiles;

  /** Why an answer or an item was ignored. */
  public enum Ignored {
    /** The answer's subject is unknown: never seen, or deleted. */
    UNKNOWN_SUBJECT,
    /**
     * The answer fits no request: it is to one from before the subject was deleted, or has a
     * position that the subject has not reached. Of imported knowledge the same: it is based on
     * what is not known here.
     */
    NOT_ASKED,
    /** An answer for the same position was accepted. */
    DUPLICATE,
    /** An answer for a later position was accepted. */
    OLDER,
    /**
     * The item's content changed but its updatedAt did not: the content counts, but its request
     * cannot be distinguished from the one before, so none is sent.
     */
    ITEM_WITHOUT_NEW_TIME
  }

  public KnowledgeMetrics(MeterRegistry registry, InstantSource clock) {
    this.clock = requireNonNull(clock, "clock is null");
    this.budget = new BudgetMetrics(registry, clock);
    for (SubjectKind kind : KINDS) {
      Gauge.builder(IN_FLIGHT, () -> inFlight(kind))
          .tag("kind", EnumCounters.lowerCase(kind))
          .description("Subjects with an unanswered request")
          .register(registry);
      Gauge.builder(OLDEST_QUESTION, () -> oldestSeconds(kind))
          .tag("kind", EnumCounters.lowerCase(kind))
          .description("Age of the oldest unanswered request; 0 if none")
          .register(registry);
    }
    firstRequests = byKind(kind -> requests(registry, kind, "first"));
    retries = byKind(kind -> requests(registry, kind, "retry"));
    timeouts = counters(registry, TIMEOUTS, "Requests not answered in time");
    abandoned = counters(registry, ABANDONED, "Requests given up on after the last attempt");
    accepted = counters(registry, ACCEPTED, "Answers accepted and published as knowledge");
    answerTimes =
        byKind(
            kind ->
                Timer.builder(ANSWER_TIME)
                    .description("From the first attempt to the accepted answer")
                    .tag("kind", EnumCounters.lowerCase(kind))
                    .register(registry));
    ignored =
        EnumCounters.register(
            registry,
            "laser.knowledge.ignored",
            "Answers and items ignored, by reason",
            "reason",
            EnumSet.allOf(Ignored.class),
            reason -> EnumCounters.lowerCase(reason).replace('_', '-'));
    history = SharedMeters.historyInteractions(registry, AppendResult.class);
    historyDropped =
        Counter.builder("laser.history.dropped")
            .description("Events dropped from full histories")
            .register(registry);
    staleItems = SharedMeters.staleVersions(registry, "item");
    staleProfiles = SharedMeters.staleVersions(registry, "profile");
  }

  /** What is due, waits and was spent. */
  public BudgetMetrics budget() {
    return budget;
  }

  /** Includes a task's requests in the gauges until {@link #remove}. */
  public void add(InFlightCounter task) {
    tasks.add(task);
  }

  public void remove(InFlightCounter task) {
    tasks.remove(task);
  }

  public void requested(SubjectKind kind, int attempt) {
    of(kind, attempt == 1 ? firstRequests : retries).increment();
  }

  public void timedOut(SubjectKind kind) {
    timeouts.increment(kind);
  }

  public void abandoned(SubjectKind kind) {
    abandoned.increment(kind);
  }

  public void accepted(SubjectKind kind) {
    accepted.increment(kind);
  }

  /** The time from the first attempt to the accepted answer. */
  public void answerTime(SubjectKind kind, long millis) {
    of(kind, answerTimes).record(Duration.ofMillis(Math.max(0, millis)));
  }

  /** A valid record that is ignored. */
  public void ignored(Ignored reason) {
    ignored.increment(reason);
  }

  /** An item record that is older than the known one. */
  public void staleItem() {
    staleItems.increment();
  }

  /** A profile that is older than the known one. */
  public void staleProfile() {
    staleProfiles.increment();
  }

  /** Counts an interaction by its outcome in the history. */
  public void history(AppendResult result) {
    history.increment(result);
  }

  /** The oldest events of full histories, which newer ones displaced. */
  public void historyDropped(long events) {
    historyDropped.increment((double) events);
  }

  private long inFlight(SubjectKind kind) {
    return tasks.stream().mapToLong(task -> task.count(kind)).sum();
  }

  private double oldestSeconds(SubjectKind kind) {
    long now = clock.millis();
    return tasks.stream()
        .map(task -> task.oldest(kind))
        .filter(oldest -> oldest.isPresent())
        .mapToDouble(oldest -> Math.max(0, now - oldest.getAsLong()) / MILLIS_PER_SECOND)
        .max()
        .orElse(0);
  }

  private static EnumCounters<SubjectKind> counters(
      MeterRegistry registry, String name, String description) {
    return EnumCounters.register(registry, name, description, "kind", KINDS);
  }

  private static Counter requests(MeterRegistry registry, SubjectKind kind, String attempt) {
    return Counter.builder(REQUESTS)
        .description("Requests written")
        .tag("kind", EnumCounters.lowerCase(kind))
        .tag("attempt", attempt)
        .register(registry);
  }

  private static <M> Map<SubjectKind, M> byKind(Function<SubjectKind, M> meter) {
    return KINDS.stream().collect(Collectors.toMap(kind -> kind, meter));
  }

  private static <M> M of(SubjectKind kind, Map<SubjectKind, M> meters) {
    return requireNonNull(meters.get(kind), "kind is neither user nor item");
  }
}
