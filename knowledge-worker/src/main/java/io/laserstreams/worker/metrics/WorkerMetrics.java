package io.laserstreams.worker.metrics;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.LanguageModel;
import io.laserstreams.runtime.metrics.EnumCounters;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.check.TextFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The worker's meters, {@code laser.worker.*}. Meters with a tag whose values are known only at run
 * time, such as the generator, are registered when they first count.
 */
public final class WorkerMetrics {
  /** How a request ended. */
  public enum Outcome {
    ANSWERED,
    UNANSWERED,
    REJECTED,
    RELEASED
  }

  private final MeterRegistry registry;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final EnumCounters<Outcome> requests;
  private final EnumCounters<TextFault> refused;
  private final Counter locksLost;
  private final Counter locksRenewed;

  public WorkerMetrics(MeterRegistry registry) {
    this.registry = requireNonNull(registry, "registry is null");
    Gauge.builder("laser.worker.in.flight", inFlight, AtomicInteger::get)
        .description("Requests in progress")
        .register(registry);
    this.requests =
        EnumCounters.register(
            registry,
            "laser.worker.requests",
            "Requests by outcome",
            "outcome",
            EnumSet.allOf(Outcome.class));
    this.refused =
        EnumCounters.register(
            registry,
            "laser.worker.texts.refused",
            "Texts of language models that are not knowledge, by why",
            "reason",
            EnumSet.allOf(TextFault.class),
            TextFault::reason);
    this.locksLost =
        Counter.builder("laser.worker.locks.lost")
            .description("Requests whose lock was lost before they were acknowledged")
            .register(registry);
    this.locksRenewed =
        Counter.builder("laser.worker.locks.renewed")
            .description("Renewals of locks on requests in progress")
            .register(registry);
  }

  public void started() {
    inFlight.incrementAndGet();
  }

  public void ended(Outcome outcome) {
    inFlight.decrementAndGet();
    requests.increment(outcome);
  }

  /** A text is ready, after however many attempts. */
  public void generated(String generator, long nanos) {
    Timer.builder("laser.worker.generate")
        .description("Time to write one text")
        .tag("generator", generator)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A language model wrote something, used or not. */
  public void written(String generator, Completion completion) {
    Counter.builder("laser.worker.texts")
        .description("Texts of language models by finish reason, whether used or refused")
        .tag("generator", generator)
        .tag("finish_reason", EnumCounters.lowerCase(completion.finished()))
        .register(registry)
        .increment();
    tokens(generator, "prompt", completion.promptTokens());
    tokens(generator, "completion", completion.completionTokens());
  }

  /** A language model wrote a text that is not knowledge. */
  public void refused(TextFault fault) {
    refused.increment(fault);
  }

  /** Follows what a language model in this process does. */
  public void follow(String generator, LanguageModel model) {
    Gauge.builder("laser.worker.model.texts", model, of -> of.statistics().active())
        .description("Texts that the language model in this process writes side by side now")
        .tag("generator", generator)
        .register(registry);
    Gauge.builder("laser.worker.model.waiting", model, of -> of.statistics().waiting())
        .description("Texts that wait for a place beside them")
        .tag("generator", generator)
        .register(registry);
    FunctionCounter.builder("laser.worker.model.steps", model, of -> of.statistics().steps())
        .description("Calls that gave each of them one token")
        .tag("generator", generator)
        .register(registry);
    FunctionCounter.builder(
            "laser.worker.model.reused.tokens", model, of -> of.statistics().reusedTokens())
        .description("Tokens of prompts that were in memory from the prompt before")
        .tag("generator", generator)
        .register(registry);
  }

  /** How many requests may be in flight to a generator's server. */
  public void concurrency(String generator, IntSupplier limit) {
    Gauge.builder("laser.worker.concurrency.limit", limit, IntSupplier::getAsInt)
        .description("Requests that may be in flight to the model's server now")
        .tag("generator", generator)
        .strongReference(true)
        .register(registry);
  }

  /** Whether a generator's server is spared because it fails. */
  public void breaker(String generator, BooleanSupplier open) {
    Gauge.builder("laser.worker.breaker.open", open, spared -> spared.getAsBoolean() ? 1 : 0)
        .description("1 while the model's server fails again and again and is spared, otherwise 0")
        .tag("generator", generator)
        .strongReference(true)
        .register(registry);
  }

  private void tokens(String generator, String kind, long count) {
    if (count > 0) {
      Counter.builder("laser.worker.tokens")
          .description("Tokens as the model or its server counts them, of used and refused texts")
          .tag("generator", generator)
          .tag("kind", kind)
          .register(registry)
          .increment((double) count);
    }
  }

  public void failed(Throwable cause) {
    Counter.builder("laser.worker.failures")
        .description("Failed attempts, whether retried or given up")
        .tag("reason", cause.getClass().getSimpleName())
        .register(registry)
        .increment();
  }

  /**
   * Locks on requests that expired or were lost with a connection: another worker may write the
   * same text again.
   */
  public void locksLost(int count) {
    locksLost.increment(count);
  }

  /** Locks renewed because a text took long. */
  public void locksRenewed(int count) {
    locksRenewed.increment(count);
  }
}
