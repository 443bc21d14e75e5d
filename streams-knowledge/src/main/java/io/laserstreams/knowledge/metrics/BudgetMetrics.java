package io.laserstreams.knowledge.metrics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.knowledge.budget.TokenBudget;
import io.laserstreams.knowledge.subject.RefreshReason;
import io.laserstreams.knowledge.subject.WaitingCounter;
import io.laserstreams.runtime.metrics.EnumCounters;
import io.laserstreams.schema.SubjectKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is due and why, what waits for the budget, and what was spent. Thread-safe. */
public final class BudgetMetrics {
  /** Subjects that wait, by kind and reason. */
  public static final String WAITING = "laser.knowledge.waiting";

  /** Age of the oldest waiting subject, by kind. */
  public static final String OLDEST_WAITING = "laser.knowledge.oldest.waiting.seconds";

  /** Subjects that became due, by kind and reason. */
  public static final String DUE = "laser.knowledge.due";

  /** Subjects that became due while the budget was used up, by kind and reason. */
  public static final String POSTPONED = "laser.knowledge.postponed";

  /** Tokens of accepted answers, by kind and whether they were measured. */
  public static final String TOKENS = "laser.knowledge.tokens";

  /** Tokens that may be spent now, by kind. */
  public static final String BALANCE = "laser.knowledge.budget.balance.tokens";

  /** From due to asked, of subjects that waited, by kind. */
  public static final String WAIT_TIME = "laser.knowledge.wait.time";

  /** The tag with the reason of a request. */
  public static final String REASON = "reason";

  private static final double MILLIS_PER_SECOND = 1_000;

  private final InstantSource clock;
  private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
  private final Map<SubjectKind, OfKind> kinds = new EnumMap<>(SubjectKind.class);

  /** What gauges read of one task. */
  public record Task(WaitingCounter waiting, TokenBudget budget) {}

  private record OfKind(
      Map<RefreshReason, Counter> due,
      Map<RefreshReason, Counter> postponed,
      Timer waits,
      Counter measured,
      Counter estimated) {}

  BudgetMetrics(MeterRegistry registry, InstantSource clock) {
    this.clock = requireNonNull(clock, "clock is null");
    for (SubjectKind kind : EnumSet.of(SubjectKind.USER, SubjectKind.ITEM)) {
      kinds.put(kind, meters(registry, kind));
    }
  }

  /** Includes a task in the gauges until {@link #remove}. */
  public void add(Task task) {
    tasks.add(task);
  }

  public void remove(Task task) {
    tasks.remove(task);
  }

  /**
   * A subject became due.
   *
   * @param postponed whether the budget was used up, or too many requests in flight
   */
  public void due(SubjectKind kind, RefreshReason reason, boolean postponed) {
    count(of(kind).due, reason);
    if (postponed) {
      count(of(kind).postponed, reason);
    }
  }

  /** A request was made after its subject had waited. */
  public void waited(SubjectKind kind, long millis) {
    of(kind).waits.record(Duration.ofMillis(Math.max(0, millis)));
  }

  /** What an answer cost. */
  public void spent(SubjectKind kind, long tokens, boolean measured) {
    (measured ? of(kind).measured : of(kind).estimated).increment((double) tokens);
  }

  private static void count(Map<RefreshReason, Counter> counters, RefreshReason reason) {
    requireNonNull(counters.get(reason), "a reason of the other kind").increment();
  }

  private OfKind meters(MeterRegistry registry, SubjectKind kind) {
    String name = EnumCounters.lowerCase(kind);
    EnumSet<RefreshReason> reasons = RefreshReason.of(kind);
    for (RefreshReason reason : reasons) {
      Gauge.builder(WAITING, () -> waiting(kind, reason))
          .tag("kind", name)
          .tag(REASON, reason.word())
          .description(
              "Subjects whose request is due and waits: for the budget, or for answers to others")
          .register(registry);
    }
    Gauge.builder(OLDEST_WAITING, () -> oldestSeconds(kind))
        .tag("kind", name)
        .description("For how long the longest waiting subject has been due; 0 if none waits")
        .register(registry);
    Gauge.builder(BALANCE, () -> balance(kind))
        .tag("kind", name)
        .description("Tokens that may be spent now; below zero while overdrawn, 0 without a budget")
        .register(registry);
    return new OfKind(
        reasons(registry, DUE, "Subjects that became due", name, reasons),
        reasons(
            registry,
            POSTPONED,
            "Subjects that became due while the budget was used up, or too many requests in flight",
            name,
            reasons),
        Timer.builder(WAIT_TIME)
            .tag("kind", name)
            .description("From due to asked, of subjects that waited")
            .register(registry),
        tokens(registry, name, true),
        tokens(registry, name, false));
  }

  private static Map<RefreshReason, Counter> reasons(
      MeterRegistry registry,
      String name,
      String description,
      String kind,
      EnumSet<RefreshReason> reasons) {
    Map<RefreshReason, Counter> counters = new EnumMap<>(RefreshReason.class);
    for (RefreshReason reason : reasons) {
      counters.put(
          reason,
          Counter.builder(name)
              .description(description)
              .tag("kind", kind)
              .tag(REASON, reason.word())
              .register(registry));
    }
    return counters;
  }

  private static Counter tokens(MeterRegistry registry, String kind, boolean measured) {
    return Counter.builder(TOKENS)
        .description(
            "Tokens of accepted answers, as the language model counted them or, if it does not say,"
                + " estimated")
        .tag("kind", kind)
        .tag("measured", String.valueOf(measured))
        .register(registry);
  }

  private long waiting(SubjectKind kind, RefreshReason reason) {
    return tasks.stream().mapToLong(task -> task.waiting.count(kind, reason)).sum();
  }

  private double oldestSeconds(SubjectKind kind) {
    long now = clock.millis();
    return tasks.stream()
        .map(task -> task.waiting.oldest(kind))
        .flatMapToLong(OptionalLong::stream)
        .mapToDouble(oldest -> Math.max(0, now - oldest) / MILLIS_PER_SECOND)
        .max()
        .orElse(0);
  }

  private double balance(SubjectKind kind) {
    return tasks.stream().mapToDouble(task -> task.budget.balance(kind)).sum();
  }

  private OfKind of(SubjectKind kind) {
    return requireNonNull(kinds.get(kind), "kind is neither user nor item");
  }
}
