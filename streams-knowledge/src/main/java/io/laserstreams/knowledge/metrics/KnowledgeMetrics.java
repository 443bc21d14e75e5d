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
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Set<InFlightCounter> tasks = ConcurrentHashMap.newKeySet();

  /** Why an answer, an item's or a user's record was passed over. */
  public enum Ignored {
    /** The answer's subject is not known: never seen, deleted or forgotten. */
    UNKNOWN_SUBJECT,
    /**
     * Nothing was asked that the answer would fit: another life of the subject, or a position that
     * it has not reached.
     */
    NOT_ASKED,
    /** An answer for the same position was accepted. */
    DUPLICATE,
    /** An answer for a later position was accepted. */
    OLDER,
    /** The item record is older than the one that is known. */
    OUTDATED_ITEM,
    /** The profile is older than the one that is known. */
    OUTDATED_PROFILE,
    /**
     * The item's content changed but its updatedAt did not: it counts, but no question can be told
     * from the one before.
     */
    ITEM_WITHOUT_NEW_TIME;

    String tag() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public KnowledgeMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = requireNonNull(registry, "registry is null");
    this.clock = requireNonNull(clock, "clock is null");
    for (SubjectKind kind : List.of(SubjectKind.USER, SubjectKind.ITEM)) {
      Gauge.builder("laser.knowledge.in.flight", () -> inFlight(kind))
          .tag("kind", tag(kind))
          .description("Subjects with a question that is not answered")
          .register(registry);
      Gauge.builder("laser.knowledge.oldest.question.seconds", () -> oldestSeconds(kind))
          .tag("kind", tag(kind))
          .description("Age of the oldest question that is not answered; 0 where there is none")
          .register(registry);
    }
  }

  /** Takes a task's questions into the gauges until {@link #remove}. */
  public void add(InFlightCounter task) {
    tasks.add(task);
  }

  public void remove(InFlightCounter task) {
    tasks.remove(task);
  }

  public void asked(SubjectKind kind, int attempt) {
    Counter.builder("laser.knowledge.requests")
        .description("Requests written")
        .tag("kind", tag(kind))
        .tag("attempt", attempt == 1 ? "first" : "retry")
        .register(registry)
        .increment();
  }

  public void timedOut(SubjectKind kind) {
    count("laser.knowledge.timeouts", "Requests that were not answered in time", "kind", tag(kind));
  }

  public void abandoned(SubjectKind kind) {
    count(
        "laser.knowledge.abandoned", "Requests given up after the last attempt", "kind", tag(kind));
  }

  public void accepted(SubjectKind kind) {
    count(
        "laser.knowledge.accepted",
        "Answers accepted and published as knowledge",
        "kind",
        tag(kind));
  }

  public void answeredAfter(SubjectKind kind, long millis) {
    Timer.builder("laser.knowledge.answer.time")
        .description("From the first attempt to the accepted answer")
        .tag("kind", tag(kind))
        .register(registry)
        .record(Duration.ofMillis(Math.max(0, millis)));
  }

  /** A record that is passed over without being bad. */
  public void ignored(Ignored reason) {
    count(
        "laser.knowledge.ignored",
        "Answers, items and profiles passed over, by reason",
        "reason",
        reason.tag());
  }

  /** What became of an interaction. */
  public void history(AppendResult outcome) {
    count(
        "laser.history.outcomes",
        "Interactions put into histories, by outcome",
        "outcome",
        outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** Events that fell off the old end of a full history. */
  public void historyDropped(long events) {
    if (events > 0) {
      Counter.builder("laser.history.dropped")
          .description("Events dropped from histories that are full")
          .register(registry)
          .increment(events);
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
        .mapToDouble(oldest -> Math.max(0, now - oldest.getAsLong()) / 1000.0)
        .max()
        .orElse(0);
  }

  private static String tag(SubjectKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
