package io.laserstreams.knowledge.metrics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.AppendResult;
import io.laserstreams.knowledge.subject.InFlightCounter;
import io.laserstreams.schema.SubjectKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The app's meters. Thread-safe; shared by the tasks. */
public final class KnowledgeMetrics {
  private static final double MILLIS_PER_SECOND = 1_000;

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Set<InFlightCounter> tasks = ConcurrentHashMap.newKeySet();

  /** Why an answer, an item or a profile was ignored. */
  public enum Ignored {
    /** The answer's subject is unknown: never seen, or deleted. */
    UNKNOWN_SUBJECT,
    /**
     * The answer fits no request: it is to one from before the subject was deleted, or has a
     * position that the subject has not reached.
     */
    NOT_ASKED,
    /** An answer for the same position was accepted. */
    DUPLICATE,
    /** An answer for a later position was accepted. */
    OLDER,
    /** The item record is older than the known one. */
    OUTDATED_ITEM,
    /** The profile is older than the known one. */
    OUTDATED_PROFILE,
    /**
     * The item's content changed but its updatedAt did not: the content counts, but its request
     * cannot be distinguished from the one before, so none is sent.
     */
    ITEM_WITHOUT_NEW_TIME
  }

  public KnowledgeMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = requireNonNull(registry, "registry is null");
    this.clock = requireNonNull(clock, "clock is null");
    for (SubjectKind kind : List.of(SubjectKind.USER, SubjectKind.ITEM)) {
      Gauge.builder("laser.knowledge.in.flight", () -> inFlight(kind))
          .tag("kind", tag(kind))
          .description("Subjects with an unanswered request")
          .register(registry);
      Gauge.builder("laser.knowledge.oldest.question.seconds", () -> oldestSeconds(kind))
          .tag("kind", tag(kind))
          .description("Age of the oldest unanswered request; 0 if none")
          .register(registry);
    }
  }

  /** Includes a task's requests in the gauges until {@link #remove}. */
  public void add(InFlightCounter task) {
    tasks.add(task);
  }

  public void remove(InFlightCounter task) {
    tasks.remove(task);
  }

  public void requested(SubjectKind kind, int attempt) {
    Counter.builder("laser.knowledge.requests")
        .description("Requests written")
        .tag("kind", tag(kind))
        .tag("attempt", attempt == 1 ? "first" : "retry")
        .register(registry)
        .increment();
  }

  public void timedOut(SubjectKind kind) {
    count("laser.knowledge.timeouts", "Requests not answered in time", "kind", tag(kind));
  }

  public void abandoned(SubjectKind kind) {
    count(
        "laser.knowledge.abandoned",
        "Requests given up on after the last attempt",
        "kind",
        tag(kind));
  }

  public void accepted(SubjectKind kind) {
    count(
        "laser.knowledge.accepted",
        "Answers accepted and published as knowledge",
        "kind",
        tag(kind));
  }

  /** The time from the first attempt to the accepted answer. */
  public void answerTime(SubjectKind kind, long millis) {
    Timer.builder("laser.knowledge.answer.time")
        .description("From the first attempt to the accepted answer")
        .tag("kind", tag(kind))
        .register(registry)
        .record(Duration.ofMillis(Math.max(0, millis)));
  }

  /** A valid record that is ignored. */
  public void ignored(Ignored reason) {
    count(
        "laser.knowledge.ignored",
        "Answers, items and profiles ignored, by reason",
        "reason",
        tag(reason));
  }

  /** Counts an interaction by its outcome in the history. */
  public void history(AppendResult result) {
    count(
        "laser.history.outcomes",
        "Interactions put into histories, by outcome",
        "outcome",
        tag(result));
  }

  /** The oldest events of full histories, which newer ones displaced. */
  public void historyDropped(long events) {
    if (events > 0) {
      Counter.builder("laser.history.dropped")
          .description("Events dropped from full histories")
          .register(registry)
          .increment((double) events);
    }
  }

  private void count(String name, String description, String tag, String value) {
    Counter.builder(name).description(description).tag(tag, value).register(registry).increment();
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

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
