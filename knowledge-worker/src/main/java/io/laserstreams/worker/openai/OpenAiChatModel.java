package io.laserstreams.worker.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.laserstreams.worker.openai.ChatCompletions.ServerError;
import io.laserstreams.worker.prompt.Prompt;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 */
public final class OpenAiChatModel implements ChatModel {
  private static final Logger log = LoggerFactory.getLogger(OpenAiChatModel.class);
  private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(400, 413, 422);
  private static final Set<Integer> RETRIED = Set.of(408, 425, 429);
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

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

  private static final int MAX_QUOTED_CHARACTERS = 300;

  /** Failsafe ignores a negative delay and uses its backoff. */
  private static final Duration BY_BACKOFF = Duration.ofMillis(-1);

  private static final double JITTER = 0.2;
  private static final int BACKOFF_GROWTH = 32;

  private final OpenAiSettings settings;
  private final ChatCompletions chat;
  private final RetryAfter retryAfter;
  private final HttpClient client;
  private final Semaphore permits;
  private final FailsafeExecutor<Completion> retrying;

  public OpenAiChatModel(OpenAiSettings settings, InstantSource clock) {
    this.settings = requireNonNull(settings, "settings is null");
    chat = new ChatCompletions(settings);
    retryAfter = new RetryAfter(clock, settings.attempts().patience());
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.attempts().timeout())
            .build();
    permits = new Semaphore(settings.concurrency(), true);
    RetryPolicyBuilder<Completion> failures =
        RetryPolicy.<Completion>builder()
            .handle(IOException.class, RepeatableFailure.class)
            .withMaxRetries(settings.attempts().retries())
            .withDelayFnOn(failure -> pause(failure.getLastException()), RepeatableFailure.class);
    RetryPolicyBuilder<Completion> unusable =
        RetryPolicy.<Completion>builder()
            .handle(UnusableAnswerException.class)
            .withMaxRetries(Math.min(settings.attempts().retries(), RETRIES_OF_UNUSABLE));
    retrying = Failsafe.with(repeating(failures), repeating(unusable));
  }

  @Override
  public String id() {
    return "openai:" + settings.model();
  }

  @Override
  public Completion complete(Prompt prompt, Sampling sampling) throws InterruptedException {
    String body = chat.request(prompt, sampling);
    for (int proofs = 1; ; proofs++) {
      try {
        return retrying.get(() -> attempt(body));
      } catch (RequestRefusedException e) {
        if (e.reason().equals(RequestRefusedException.BY_GENERATOR)
            && !answersASimpleQuestion(sampling)) {
          throw new GeneratorUnavailableException(
              e.getMessage()
                  + ". It refuses even a simple question: check the model '"
                  + settings.model()
                  + "' and generator.openai.extra",
              e);
        }
        throw e;
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

  private String noText(Throwable failure) {
    return "No text from "
        + settings.endpoint()
        + " (model "
        + settings.model()
        + "): "
        + failure.getMessage();
  }

  private boolean answersASimpleQuestion(Sampling sampling) throws InterruptedException {
    try {
      attempt(chat.request(SIMPLE_QUESTION, sampling));
      return true;
    } catch (IOException | RuntimeException e) {
      log.warn("{} does not answer a simple question either: {}", id(), e.toString());
      return false;
    }
  }

  private Completion attempt(String body) throws IOException, InterruptedException {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(settings.endpoint())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(body));
    settings.apiKey().ifPresent(key -> post.header("Authorization", "Bearer " + key));
    permits.acquire();
    HttpResponse<byte[]> response;
    try {
      response = send(post.build());
    } finally {
      permits.release();
    }
    if (response.statusCode() != OK) {
      String answer = shortened(new String(response.body(), UTF_8));
      throw failure(
          response.statusCode(),
          "answered " + response.statusCode() + ": " + answer,
          response.headers());
    }
    JsonNode json =
        chat.parse(StrictText.of(response.body(), response.headers().firstValue("Content-Type")));
    Optional<ServerError> error = ChatCompletions.error(json);
    if (error.isPresent()) {
      throw failure(error.get(), response.headers());
    }
    return ChatCompletions.completion(json);
  }

  private RuntimeException failure(ServerError error, HttpHeaders headers) {
    String code = error.code() == 0 ? "" : " (" + error.code() + ")";
    String problem = "answered 200 with an error: " + shortened(error.message()) + code;
    boolean refused = error.code() >= CLIENT_ERROR && error.code() < SERVER_ERROR;
    return refused ? failure(error.code(), problem, headers) : new UnusableAnswerException(problem);
  }

  private RuntimeException failure(int status, String answered, HttpHeaders headers) {
    String problem = settings.endpoint() + " " + answered;
    if (ABOUT_THE_REQUEST.contains(status)) {
      return new RequestRefusedException(RequestRefusedException.BY_GENERATOR, problem);
    }
    if (RETRIED.contains(status) || status >= SERVER_ERROR) {
      return new RepeatableFailure(
          problem, status, retryAfter.pause(headers.firstValue("Retry-After")));
    }
    boolean moved = status >= REDIRECTION && status < CLIENT_ERROR;
    String where =
        headers
            .firstValue("Location")
            .filter(to -> moved)
            .map(to -> ". It redirects to " + to)
            .orElse("");
    return new GeneratorUnavailableException(
        problem
            + where
            + ". Check the base URL, the model '"
            + settings.model()
            + "', the API key and the account");
  }

  /** The client's own timeout ends with the response's headers; this one covers the body, too. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return response.get(settings.attempts().timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("No answer within " + settings.attempts().timeout(), e);
    } catch (ExecutionException e) {
      throw new IOException(cause(e).toString(), cause(e));
    } finally {
      response.cancel(true);
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

  private static String shortened(String body) {
    String line = body.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_QUOTED_CHARACTERS
        ? line
        : line.substring(0, MAX_QUOTED_CHARACTERS) + "…";
  }
}
