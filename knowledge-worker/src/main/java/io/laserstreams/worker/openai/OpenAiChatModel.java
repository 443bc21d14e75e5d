package io.laserstreams.worker.openai;

import static java.util.Objects.requireNonNull;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import io.laserstreams.worker.chat.ChatModel;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.generator.GeneratorUnavailableException;
import io.laserstreams.worker.generator.RequestRefusedException;
import io.laserstreams.worker.metrics.WorkerMetrics;
import io.laserstreams.worker.prompt.Prompt;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind any server with OpenAI's chat completions API.
 *
 * <p>An attempt that fails in transit, times out, or is answered with 408, 425, 429, 5xx or
 * anything but a chat completion is repeated with growing pauses, or after the server's
 * Retry-After. Then the server is asked a simple question: if it does not answer that either, there
 * is an outage, {@link GeneratorUnavailableException}; if it does, twice, the request is to blame.
 * So it is after 400, 413 and 422 if the simple question is answered. Any other status is an outage
 * at once.
 *
 * <p>After many failures in a row, of whatever requests, a circuit breaker lets one attempt through
 * at a time, after pauses, and all others fail at once, until one succeeds.
 */
public final class OpenAiChatModel implements ChatModel {
  private static final Logger log = LoggerFactory.getLogger(OpenAiChatModel.class);

  /** Tests whether the server answers at all. */
  private static final Prompt SIMPLE_QUESTION =
      new Prompt("You answer in one word.", "Are you there?");

  /**
   * A busy server may fail on a request and answer the simple question by chance, but hardly twice
   * in a row.
   */
  private static final int PROOFS = 2;

  /** A retry seldom turns an unusable answer into a chat completion. */
  private static final int RETRIES_OF_UNUSABLE = 2;

  /** Failsafe ignores a negative delay and uses its backoff. */
  private static final Duration BY_BACKOFF = Duration.ofMillis(-1);

  private static final double JITTER = 0.2;
  private static final int BACKOFF_GROWTH = 32;

  private final OpenAiSettings settings;
  private final ChatEndpoint endpoint;
  private final CircuitBreaker<Completion> breaker;
  private final FailsafeExecutor<Completion> retrying;

  public OpenAiChatModel(OpenAiSettings settings, InstantSource clock, WorkerMetrics metrics) {
    this.settings = requireNonNull(settings, "settings is null");
    endpoint = new ChatEndpoint(settings, clock);
    breaker =
        CircuitBreaker.<Completion>builder()
            .handleIf((completion, failure) -> failure != null && isSignOfOutage(failure))
            .withFailureThreshold(settings.breaker().failures())
            .withDelay(settings.breaker().pause())
            .onOpen(opened -> log.warn("{} fails again and again: pausing", id()))
            .onClose(closed -> log.info("{} answers again", id()))
            .build();
    RetryPolicyBuilder<Completion> failures =
        RetryPolicy.<Completion>builder()
            .handle(IOException.class, RepeatableFailure.class)
            .withMaxRetries(settings.attempts().retries())
            .withDelayFnOn(failure -> pause(failure.getLastException()), RepeatableFailure.class);
    RetryPolicyBuilder<Completion> unusable =
        RetryPolicy.<Completion>builder()
            .handle(UnusableAnswerException.class)
            .withMaxRetries(Math.min(settings.attempts().retries(), RETRIES_OF_UNUSABLE));
    retrying = Failsafe.with(repeating(failures), repeating(unusable), breaker);
    metrics.concurrency(id(), endpoint::limit);
    metrics.breaker(id(), () -> !breaker.isClosed());
  }

  @Override
  public String id() {
    return "openai:" + settings.model();
  }

  @Override
  public void probe(Sampling sampling) throws InterruptedException {
    try {
      endpoint.ask(SIMPLE_QUESTION, sampling);
    } catch (RequestRefusedException e) {
      throw refusesAll(e);
    } catch (IOException | RepeatableFailure | UnusableAnswerException e) {
      throw new GeneratorUnavailableException(noText(e), e);
    }
  }

  @Override
  public Completion complete(Prompt prompt, Sampling sampling) throws InterruptedException {
    for (int proofs = 1; ; proofs++) {
      try {
        return retrying.get(() -> endpoint.ask(prompt, sampling));
      } catch (RequestRefusedException e) {
        if (e.reason().equals(RequestRefusedException.BY_GENERATOR)
            && !answersASimpleQuestion(sampling)) {
          throw refusesAll(e);
        }
        throw e;
      } catch (CircuitBreakerOpenException e) {
        throw new GeneratorUnavailableException(
            id()
                + " at "
                + settings.endpoint()
                + " has failed "
                + settings.breaker().failures()
                + " times in a row; it is tried again every "
                + settings.breaker().pause().toSeconds()
                + " s",
            e);
      } catch (FailsafeException | RepeatableFailure | UnusableAnswerException e) {
        Throwable failure = cause(e);
        if (failure instanceof InterruptedException interrupt) {
          throw interrupt;
        }
        boolean busy =
            failure instanceof RepeatableFailure repeatable && !repeatable.mayBeCausedByRequest();
        if (busy || !answersASimpleQuestion(sampling)) {
          throw new GeneratorUnavailableException(noText(failure), failure);
        }
        if (proofs == PROOFS) {
          throw new RequestRefusedException(
              RequestRefusedException.UNANSWERED,
              noText(failure) + ". It answers a simple question, so this request is to blame");
        }
      }
    }
  }

  /** Failsafe and the client wrap checked exceptions. */
  private static Throwable cause(Exception e) {
    boolean wrapper = e instanceof FailsafeException || e instanceof ExecutionException;
    return wrapper && e.getCause() != null ? e.getCause() : e;
  }

  private static boolean isSignOfOutage(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof UnusableAnswerException
        || failure instanceof GeneratorUnavailableException
        || (failure instanceof RepeatableFailure repeatable && !repeatable.isRateLimit());
  }

  private String noText(Throwable failure) {
    return "No text from "
        + settings.endpoint()
        + " (model "
        + settings.model()
        + "): "
        + failure.getMessage();
  }

  private GeneratorUnavailableException refusesAll(RequestRefusedException e) {
    return new GeneratorUnavailableException(
        e.getMessage()
            + ". It refuses even a simple question: check the model '"
            + settings.model()
            + "' and generator.openai.extra",
        e);
  }

  private boolean answersASimpleQuestion(Sampling sampling) throws InterruptedException {
    try {
      endpoint.ask(SIMPLE_QUESTION, sampling);
      breaker.close();
      return true;
    } catch (IOException | RuntimeException e) {
      log.warn("{} does not answer a simple question either: {}", id(), e.toString());
      return false;
    }
  }

  private RetryPolicy<Completion> repeating(RetryPolicyBuilder<Completion> policy) {
    return policy
        .withMaxDuration(settings.attempts().patience())
        .withBackoff(
            settings.attempts().firstBackoff(),
            settings.attempts().firstBackoff().multipliedBy(BACKOFF_GROWTH))
        .withJitter(JITTER)
        .onRetryScheduled(
            retry ->
                log.warn(
                    "Retrying {} in {}: {}",
                    id(),
                    retry.getDelay(),
                    retry.getLastException().toString()))
        .build();
  }

  /** Jitter may shorten the pause: this one is never shortened below what the server asked for. */
  private static Duration pause(RepeatableFailure failure) {
    return failure
        .pause()
        .map(asked -> Duration.ofMillis((long) Math.ceil(asked.toMillis() / (1 - JITTER))))
        .orElse(BY_BACKOFF);
  }
}
