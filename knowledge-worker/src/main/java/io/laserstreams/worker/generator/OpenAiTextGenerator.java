package io.laserstreams.worker.generator;

import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.worker.prompt.Prompts;
import java.io.IOException;
import java.net.http.HttpClient;
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
 * Texts from any server that speaks OpenAI's chat completions.
 *
 * <p>Attempts that fail on the way, time out, or are answered by 408, 425, 429, 5xx or what is no chat completion are repeated with
 * growing pauses, or after the server's Retry-After. Then, and at once where the server does not let us in or has no such model,
 * {@link GeneratorUnavailableException}. Any other refusal concerns the request: {@link RequestRefusedException}.
 */
public final class OpenAiTextGenerator implements TextGenerator {
  private static final Logger log = LoggerFactory.getLogger(OpenAiTextGenerator.class);
  private static final Set<Integer> RETRIED = Set.of(408, 425, 429);
  private static final Set<Integer> NOT_ABOUT_THE_REQUEST = Set.of(401, 403, 404, 405);
  private static final int SERVER_ERROR = 500;
  private static final int SHOWN_CHARACTERS = 300;
  /** Failsafe takes a negative delay as none of ours. */
  private static final Duration BY_BACKOFF = Duration.ofMillis(-1);
  private static final double JITTER = 0.2;
  private static final int BACKOFF_GROWTH = 32;

  private final OpenAiSettings settings;
  private final Prompts prompts;
  private final ChatCompletions chat;
  private final RetryAfter retryAfter;
  private final HttpClient client;
  private final Semaphore underWay;
  private final FailsafeExecutor<ChatCompletions.Reply> retrying;

  public OpenAiTextGenerator(OpenAiSettings settings, Prompts prompts, InstantSource clock) {
    this.settings = requireNonNull(settings, "settings is null");
    this.prompts = requireNonNull(prompts, "prompts is null");
    chat = new ChatCompletions(settings);
    retryAfter = new RetryAfter(clock, settings.patience());
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.timeout()).build();
    underWay = new Semaphore(settings.concurrency(), true);
    retrying = Failsafe.with(retryPolicy());
  }

  @Override
  public String id() {
    return "openai:" + settings.model();
  }

  @Override
  public Optional<Draft> write(KnowledgeRequest request) {
    String body = chat.request(prompts.about(request));
    ChatCompletions.Reply reply;
    try {
      underWay.acquire();
      try {
        reply = retrying.get(() -> ask(body));
      } finally {
        underWay.release();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (FailsafeException e) {
      throw e.getCause() instanceof InterruptedException interrupt ? interrupted(interrupt) : unavailable(e.getCause());
    } catch (RepeatableFailure e) {
      throw unavailable(e);
    }
    return Optional.of(new Draft(reply.text(), id(), prompts.version(), reply.promptTokens(), reply.completionTokens()));
  }

  private ChatCompletions.Reply ask(String body) throws IOException, InterruptedException {
    HttpRequest.Builder post = HttpRequest.newBuilder(settings.endpoint())
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .POST(BodyPublishers.ofString(body));
    settings.apiKey().ifPresent(key -> post.header("Authorization", "Bearer " + key));
    HttpResponse<String> response = send(post.build());
    int status = response.statusCode();
    if (status == 200) {
      return chat.reply(response.body());
    }
    String problem = settings.endpoint() + " answered " + status + ": " + shortened(response.body());
    if (RETRIED.contains(status) || status >= SERVER_ERROR) {
      throw new RepeatableFailure(problem, retryAfter.pause(response.headers().firstValue("Retry-After")));
    }
    if (NOT_ABOUT_THE_REQUEST.contains(status)) {
      throw new GeneratorUnavailableException(problem + ". Check the base URL, the model '" + settings.model() + "' and the API key");
    }
    throw new RequestRefusedException(problem);
  }

  /** The client's own timeout ends with the response's head; this one covers its body too. */
  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> response = client.sendAsync(request, BodyHandlers.ofString());
    try {
      return response.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("No answer within " + settings.timeout(), e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().toString(), e.getCause());
    } finally {
      response.cancel(true);
    }
  }

  private RetryPolicy<ChatCompletions.Reply> retryPolicy() {
    Duration longest = settings.firstBackoff().multipliedBy(BACKOFF_GROWTH);
    return RetryPolicy.<ChatCompletions.Reply>builder()
        .handle(IOException.class, RepeatableFailure.class)
        .withMaxRetries(settings.retries())
        .withMaxDuration(settings.patience())
        .withBackoff(settings.firstBackoff(), longest)
        .withJitter(JITTER)
        .withDelayFnOn(context -> pause(context.getLastException()), RepeatableFailure.class)
        .onRetryScheduled(event -> log.warn("{} is tried again in {}: {}", id(), event.getDelay(), event.getLastException().toString()))
        .build();
  }

  /** The jitter also shortens: what is left of this is never less than what the server asked for. */
  private static Duration pause(RepeatableFailure failure) {
    return failure.pause().map(asked -> Duration.ofMillis((long) Math.ceil(asked.toMillis() / (1 - JITTER)))).orElse(BY_BACKOFF);
  }

  private GeneratorUnavailableException unavailable(Throwable cause) {
    return new GeneratorUnavailableException("No text from " + settings.endpoint() + " (model " + settings.model() + "): "
        + cause.getMessage(), cause);
  }

  private GeneratorUnavailableException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new GeneratorUnavailableException("Interrupted while " + id() + " was writing", cause);
  }

  private static String shortened(String body) {
    String line = body.replaceAll("\\s+", " ").strip();
    return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
