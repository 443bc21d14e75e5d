package io.laserstreams.worker.openai;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a chat server and what to ask of it.
 *
 * @param baseUrl up to and including the version, for example {@code http://localhost:8000/v1}
 * @param model the model's name on the server
 * @param apiKey sent as bearer token, if present
 * @param attempts how often to try, and for how long
 * @param breaker when to spare a server that fails
 * @param concurrency the maximum number of concurrent requests
 * @param streaming whether to ask for answers in chunks
 * @param extra further members of the request, over those above; a null value removes a member
 */
public record OpenAiSettings(
    URI baseUrl,
    String model,
    Optional<String> apiKey,
    Attempts attempts,
    Breaker breaker,
    int concurrency,
    Streaming streaming,
    Map<String, Object> extra) {
  /**
   * How often to try, and for how long.
   *
   * @param timeout for one attempt, from connecting to the last byte
   * @param retries how often to retry a failed attempt
   * @param patience when to stop retrying, even if retries are left; also the longest Retry-After
   *     that is respected
   * @param firstBackoff the pause before the first retry; doubled each time, with jitter
   */
  public record Attempts(Duration timeout, int retries, Duration patience, Duration firstBackoff) {
    public Attempts {
      requireNonNull(timeout, "timeout is null");
      requireNonNull(patience, "patience is null");
      requireNonNull(firstBackoff, "firstBackoff is null");
    }
  }

  /**
   * When to spare a server that fails.
   *
   * @param failures in a row, after which it is spared
   * @param pause between the attempts that find out whether it answers again
   */
  public record Breaker(int failures, Duration pause) {
    public Breaker {
      requireNonNull(pause, "pause is null");
    }
  }

  public OpenAiSettings {
    requireNonNull(baseUrl, "baseUrl is null");
    requireNonNull(model, "model is null");
    requireNonNull(apiKey, "apiKey is null");
    requireNonNull(attempts, "attempts is null");
    requireNonNull(breaker, "breaker is null");
    requireNonNull(streaming, "streaming is null");
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is " + concurrency + ", must be at least 1");
    }
  }

  /** The URL of chat completions. */
  URI endpoint() {
    return URI.create(baseUrl.toString().replaceAll("/+$", "") + "/chat/completions");
  }

  /** Without the key, which must not reach a log. */
  @Override
  public String toString() {
    return "OpenAiSettings[" + endpoint() + ", model " + model + "]";
  }
}
