package io.laserstreams.worker.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.generator.GeneratorUnavailableException;
import io.laserstreams.worker.generator.RequestRefusedException;
import io.laserstreams.worker.openai.AdaptiveLimit.Load;
import io.laserstreams.worker.openai.AdaptiveLimit.Permit;
import io.laserstreams.worker.openai.ChatCompletions.ServerError;
import io.laserstreams.worker.prompt.Prompt;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a chat server once, and tells what its answer means. As many requests are in flight as the
 * server bears, see {@link AdaptiveLimit}: one that is answered after half of the timeout or later
 * counts as a sign of overload, as a timeout does. Thread-safe.
 */
final class ChatEndpoint {
  private static final Logger log = LoggerFactory.getLogger(ChatEndpoint.class);
  private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(400, 413, 422);
  private static final Set<Integer> RETRIED = Set.of(408, 425, 429);
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;
  private static final int SLOW_SHARE = 2;
  private static final int MAX_QUOTED_CHARACTERS = 300;

  private final OpenAiSettings settings;
  private final ChatCompletions chat;
  private final RetryAfter retryAfter;
  private final HttpClient client;
  private final AdaptiveLimit limit;
  private volatile boolean streaming;

  ChatEndpoint(OpenAiSettings settings, InstantSource clock) {
    this.settings = requireNonNull(settings, "settings is null");
    chat = new ChatCompletions(settings);
    retryAfter = new RetryAfter(clock, settings.attempts().patience());
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.attempts().timeout())
            .build();
    limit = new AdaptiveLimit(settings.concurrency());
    streaming = settings.streaming() == Streaming.TRUE;
  }

  /** How many requests may be in flight now. */
  int limit() {
    return limit.current();
  }

  /**
   * Asks once.
   *
   * @throws IOException if there is no answer
   * @throws RepeatableFailure if the status asks for a repetition
   * @throws UnusableAnswerException if the answer is no chat completion
   * @throws RequestRefusedException if the server refuses this request
   * @throws GeneratorUnavailableException if the configuration is to blame
   */
  Completion ask(Prompt prompt, Sampling sampling) throws IOException, InterruptedException {
    boolean streamed = streaming;
    try {
      return attempt(chat.request(prompt, sampling, streamed));
    } catch (RequestRefusedException e) {
      if (streamed || settings.streaming() != Streaming.AUTO || !asksForStreaming(e)) {
        throw e;
      }
      Completion completion = attempt(chat.request(prompt, sampling, true));
      log.info("{} answers only in chunks: asking for them from now on", settings.endpoint());
      streaming = true;
      return completion;
    }
  }

  private static boolean asksForStreaming(RequestRefusedException e) {
    return e.getMessage().toLowerCase(Locale.ROOT).contains("stream");
  }

  private Completion attempt(String body) throws IOException, InterruptedException {
    Permit permit = limit.acquire();
    Load load = Load.UNKNOWN;
    long start = System.nanoTime();
    try {
      Completion completion = completion(send(body));
      load = isSlow(System.nanoTime() - start) ? Load.TOO_HIGH : Load.GOOD;
      return completion;
    } catch (RepeatableFailure e) {
      load = e.mayBeCausedByRequest() ? Load.UNKNOWN : Load.TOO_HIGH;
      throw e;
    } catch (IOException e) {
      load = isSlow(System.nanoTime() - start) ? Load.TOO_HIGH : Load.UNKNOWN;
      throw e;
    } finally {
      limit.release(permit, load);
    }
  }

  private boolean isSlow(long nanos) {
    return nanos > settings.attempts().timeout().dividedBy(SLOW_SHARE).toNanos();
  }

  private Completion completion(HttpResponse<byte[]> response) {
    if (response.statusCode() != OK) {
      String answer = shortened(new String(response.body(), UTF_8));
      throw failure(
          response.statusCode(),
          "answered " + response.statusCode() + ": " + answer,
          response.headers());
    }
    Optional<String> contentType = response.headers().firstValue("Content-Type");
    String text = StrictText.of(response.body(), contentType);
    JsonNode json =
        EventStream.isOne(contentType, text)
            ? EventStream.joined(text, chat::parse)
            : chat.parse(text);
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
  private HttpResponse<byte[]> send(String body) throws IOException, InterruptedException {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(settings.endpoint())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(body));
    settings.apiKey().ifPresent(key -> post.header("Authorization", "Bearer " + key));
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(post.build(), BodyHandlers.ofByteArray());
    try {
      return response.get(settings.attempts().timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("No answer within " + settings.attempts().timeout(), e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    } finally {
      response.cancel(true);
    }
  }

  private static String shortened(String body) {
    String line = body.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_QUOTED_CHARACTERS
        ? line
        : line.substring(0, MAX_QUOTED_CHARACTERS) + "…";
  }
}
